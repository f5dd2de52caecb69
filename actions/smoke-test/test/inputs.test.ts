import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { readInputs } from '../src/inputs.ts';
import type { Inputs } from '../src/inputs.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'smoke-test-inputs-'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});
const [certificate = '', second = ''] = rootCertificates;
const write = (name: string, text: string): void => {
  writeFileSync(path.join(workspace, name), text);
};
write('checks.yaml', '- path: /a\n- path: b\n');
write('good.yml', '- path: /a\n');
write('ca.pem', `# ours\n${certificate}\n${second}\n`);
write('empty.pem', 'nothing here\n');

function read(given: Readonly<Record<string, string>>): {
  readonly inputs: Inputs;
  readonly problems: readonly string[];
  readonly hidden: readonly string[];
} {
  const hidden: string[] = [];
  const context = quietContext({
    run: readRunFacts({
      environment: { GITHUB_WORKSPACE: workspace },
      readText: () => undefined,
    }),
    secrets: createSecrets((value) => hidden.push(value)),
  });
  const reader = new InputReader((name) => given[name]);
  const inputs = readInputs(reader, context);
  return { inputs, problems: problemsOf(reader), hidden };
}

function problemsOf(reader: InputReader): readonly string[] {
  try {
    reader.finish();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ input, message }) => `${input}: ${message}`);
  }
}

const url = { url: 'https://shop.example/healthz' };

test('defaults', () => {
  const { inputs, problems } = read(url);
  expect(problems).toEqual([]);
  expect(inputs).toEqual({
    subject: { url: new URL(url.url) },
    checks: undefined,
    simple: {
      given: false,
      expectation: { status: [{ from: 200, to: 299 }], headers: {}, body: {}, json: [] },
    },
    expectImage: undefined,
    allowUnready: false,
    allowPrivate: true,
    certificates: undefined,
    requestTimeout: 10_000,
    waitFor: 60_000,
    interval: 1000,
    stableFor: 3,
    connection: undefined,
  });
});

test('the simple form', () => {
  const { inputs, problems } = read({
    ...url,
    'expect-status': '200, 3xx',
    'expect-body': 'hello',
    'expect-header': 'Content-Type: json\nETag:',
    'expect-json': '$.status = ok\n$.items[*].id exists',
    'wait-for': '0',
  });
  expect(problems).toEqual([]);
  expect(inputs.waitFor).toBe(0);
  expect(inputs.simple).toMatchObject({
    given: true,
    expectation: {
      status: [
        { from: 200, to: 200 },
        { from: 300, to: 399 },
      ],
      headers: { 'content-type': { contains: 'json' }, etag: { exists: true } },
      body: { contains: 'hello' },
      json: [{ text: '$.status = ok' }, { text: '$.items[*].id exists' }],
    },
  });
});

describe('checks', () => {
  test.each([
    ['[]', []],
    ['- path: /a', ['/a']],
    ['good.yml', ['/a']],
    ['- name: good.yml\n  path: /b', ['good.yml']],
  ])('%j', (checks, names) => {
    const { inputs, problems } = read({ ...url, checks });
    expect(problems).toEqual([]);
    expect(inputs.checks?.map(({ name }) => name)).toEqual(names);
  });
});

test('certificates come as text or as a file', () => {
  expect(read({ ...url, 'ca-certificates': certificate }).inputs.certificates).toBe(certificate);
  const both = `${certificate}\n${second}`;
  expect(read({ ...url, 'ca-certificates': 'ca.pem' }).inputs.certificates).toBe(both);
});

test('all wrong inputs are told at once', () => {
  const { problems } = read({
    target: 'job/web',
    'expect-image': 'web',
    checks: 'checks.yaml',
    'expect-status': 'ok',
    'expect-header': 'no colon',
    'expect-json': 'status = ok',
    'allow-unready': 'maybe',
    'allow-private': '1',
    'ca-certificates': 'missing.pem',
    'request-timeout': '10',
    'wait-for': 'long',
    interval: '0s',
    'stable-for': '0',
    namespace: 'Shop',
  });
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'allow-private',
    'allow-unready',
    'ca-certificates',
    'checks',
    'checks',
    'expect-header',
    'expect-image',
    'expect-json',
    'expect-status',
    'interval',
    'kubeconfig',
    'namespace',
    'request-timeout',
    'stable-for',
    'target',
    'wait-for',
  ]);
  expect(problems).toContain(
    'checks: checks.yaml:2: path is needed and must begin with / (or give url)',
  );
  expect(problems).toContain('request-timeout: "10" has no unit; write it as 10s or 10m');
});

test.each([
  [{}, 'target: exactly one of url and target is needed: what is to be asked?'],
  [
    { ...url, target: 'pod/web', server: 'https://203.0.113.7', token: 'a-token' },
    'target: exactly one of url and target is needed: what is to be asked?',
  ],
  [{ url: 'ftp://me:pass@shop.example/' }, 'url: is not an http or https URL such as'],
  [{ url: 'shop.example' }, 'url: is not an http or https URL such as'],
  [{ ...url, 'expect-image': 'web:v1' }, 'expect-image: needs target'],
  [{ ...url, checks: '- path: a' }, 'checks: line 1: path is needed'],
  [{ ...url, checks: 'nowhere.yml' }, 'checks: "nowhere.yml" does not exist'],
  [{ ...url, checks: '../outside.yml' }, 'checks: "../outside.yml" '],
  [{ ...url, checks: '[]', 'expect-body': 'x' }, 'checks: exclude expect-status, expect-body'],
  [{ ...url, checks: '[]', 'expect-status': '404' }, 'checks: exclude expect-status, expect-body'],
  [
    { ...url, 'ca-certificates': 'empty.pem' },
    'ca-certificates: "empty.pem" holds no PEM certificate',
  ],
  [
    { ...url, 'ca-certificates': `${certificate}\n-----BEGIN CERTIFICATE-----\nAAAA` },
    'ca-certificates: the text holds a broken PEM certificate (certificate 2 of 2)',
  ],
  [
    { url: 'http://169.254.169.254/latest' },
    'url: 169.254.169.254 is a link-local or metadata address, which is never asked',
  ],
  [
    { ...url, checks: '- url: http://[fd00:ec2::254]/' },
    'checks: fd00:ec2::254 is a link-local or metadata address, which is never asked',
  ],
  [{ url: 'http://127.1/', 'allow-private': 'false' }, 'url: 127.0.0.1 is a loopback or private'],
])('%j is refused', (given, problem) => {
  const { problems } = read(given);
  expect(problems).toEqual([expect.stringContaining(problem)]);
  expect(problems.join()).not.toContain('pass@');
});

test('what requests carry in secret is hidden', () => {
  const { hidden, problems } = read({
    url: 'https://me:se%63ret@shop.example/',
    checks: `
- path: /
  headers:
    Authorization: Bearer abcdef
    Cookie: lang=de_DE; session=0123456
    X-Api-Key: key-1
    Accept: application/json
- url: https://you:other-word@shop.example/`,
  });
  expect(problems).toEqual([]);
  for (const secret of ['secret', 'me:secret', 'other-word', 'abcdef', '0123456', 'key-1']) {
    expect(hidden).toContain(secret);
  }
  expect(hidden).toContain(Buffer.from('me:secret').toString('base64'));
  expect(hidden).not.toContain('application/json');
});
