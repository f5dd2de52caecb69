import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/action/errors.ts';
import type { InputProblem } from '../../src/action/errors.ts';
import { InputReader } from '../../src/action/input-reader.ts';
import { readRunFacts } from '../../src/action/read-run-facts.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { chooseCredentials } from '../../src/cluster/chosen-credentials.ts';
import { readConnectionInputs } from '../../src/cluster/connection-inputs.ts';
import type { ConnectionInputs } from '../../src/cluster/connection-inputs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'connection-inputs-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const user = { token: 'token-of-ci' };
function kubeconfig(
  parts: { user?: object; cluster?: object; current?: string | null } = {},
): string {
  return JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://203.0.113.7:6443/', ...parts.cluster } }],
    users: [{ name: 'u', user: parts.user ?? user }],
    contexts: [
      { name: 'shop', context: { cluster: 'c', user: 'u', namespace: 'shop' } },
      { name: 'lost', context: { cluster: 'gone', user: 'u' } },
      { name: 'orphan', context: { cluster: 'c', user: 'gone' } },
    ],
    ...(parts.current === null ? {} : { 'current-context': parts.current ?? 'shop' }),
  });
}

function file(name: string, text: string): string {
  const written = path.join(folder, name);
  writeFileSync(written, text);
  return written;
}

interface Read {
  readonly inputs: ConnectionInputs;
  readonly problems: readonly InputProblem[];
  readonly shown: (text: string) => string;
}

function read(given: Record<string, string>, environment: Record<string, string> = {}): Read {
  const reader = new InputReader((name) => given[name]);
  const secrets = createSecrets(() => undefined);
  const inputs = readConnectionInputs(reader, {
    environment: { HOME: folder, ...environment },
    run: readRunFacts({ environment: { GITHUB_WORKSPACE: folder }, readText: () => undefined }),
    secrets,
  });
  let problems: readonly InputProblem[] = [];
  try {
    reader.finish();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    ({ problems } = error);
  }
  return { inputs, problems, shown: (text) => secrets.redact(text) };
}

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('good inputs', () => {
  test.each<[string, () => Record<string, string>, () => Record<string, string>, object]>([
    [
      'a path',
      () => ({ kubeconfig: file('path', kubeconfig()) }),
      () => ({}),
      { server: 'https://203.0.113.7:6443', namespace: 'shop', skipTlsVerify: false },
    ],
    [
      'a path from home',
      () => (file('home', kubeconfig()), { kubeconfig: '~/home' }),
      () => ({}),
      {},
    ],
    ['the content', () => ({ kubeconfig: kubeconfig() }), () => ({}), { namespace: 'shop' }],
    [
      'the list in KUBECONFIG, of which one file is missing',
      () => ({}),
      () => ({ KUBECONFIG: `${folder}/missing:${file('listed', kubeconfig())}` }),
      { namespace: 'shop' },
    ],
    [
      'another namespace',
      () => ({ kubeconfig: kubeconfig(), namespace: 'other' }),
      () => ({}),
      { namespace: 'other' },
    ],
    [
      'server and token',
      () => ({ server: 'https://k:6443', token: 'secret-token', 'certificate-authority': pem }),
      () => ({}),
      { server: 'https://k:6443', namespace: 'default' },
    ],
    [
      'an authority in base64',
      () => ({
        server: 'https://k:6443',
        token: 'secret-token',
        'certificate-authority': Buffer.from(pem).toString('base64'),
      }),
      () => ({}),
      {},
    ],
    [
      'no check of the certificate',
      () => ({ kubeconfig: kubeconfig(), 'insecure-skip-tls-verify': 'true' }),
      () => ({}),
      { skipTlsVerify: true },
    ],
  ])('%s', (_, given, environment, expected) => {
    const { inputs, problems } = read(given(), environment());
    expect(problems).toEqual([]);
    expect(chooseCredentials(inputs)).toMatchObject(expected);
  });
});

describe('wrong inputs', () => {
  test.each<[string, () => Record<string, string>, string, RegExp]>([
    [
      'a missing file',
      () => ({ kubeconfig: 'nowhere' }),
      'kubeconfig',
      /nowhere cannot be read: there is no such file/,
    ],
    ['nothing at all', () => ({}), 'kubeconfig', /was not given.*server and token/],
    [
      'an unknown context',
      () => ({ kubeconfig: kubeconfig(), context: 'nope' }),
      'context',
      /"nope" is not a context.*shop, lost, orphan/,
    ],
    [
      'no current context',
      () => ({ kubeconfig: kubeconfig({ current: null }) }),
      'kubeconfig',
      /no current context.*shop, lost, orphan/,
    ],
    [
      'an empty kubeconfig',
      () => ({ kubeconfig: file('empty', '') }),
      'kubeconfig',
      /holds no kubeconfig/,
    ],
    [
      'a context without its cluster',
      () => ({ kubeconfig: kubeconfig(), context: 'lost' }),
      'kubeconfig',
      /names the cluster "gone"/,
    ],
    [
      'a context without its user',
      () => ({ kubeconfig: kubeconfig(), context: 'orphan' }),
      'kubeconfig',
      /names the user "gone"/,
    ],
    [
      'no server',
      () => ({ kubeconfig: kubeconfig({ cluster: { server: '' } }) }),
      'kubeconfig',
      /the server "" is not a URL/,
    ],
    [
      'a server without encryption',
      () => ({ kubeconfig: kubeconfig({ cluster: { server: 'http://k' } }) }),
      'kubeconfig',
      /is not encrypted/,
    ],
    [
      'a program in the content',
      () => ({ kubeconfig: kubeconfig({ user: { exec: { command: 'touch' } } }) }),
      'kubeconfig',
      /starts a program \(exec\)/,
    ],
    [
      'a file in the content',
      () => ({ kubeconfig: kubeconfig({ user: { tokenFile: '/etc/shadow' } }) }),
      'kubeconfig',
      /names a file \(tokenFile\)/,
    ],
    [
      'base64',
      () => ({ kubeconfig: Buffer.from(kubeconfig()).toString('base64') }),
      'kubeconfig',
      /^is base64/,
    ],
    [
      'a token without a server',
      () => ({ kubeconfig: kubeconfig(), token: 'secret-token' }),
      'token',
      /goes with server/,
    ],
    [
      'a server without a token',
      () => ({ server: 'https://k:6443' }),
      'token',
      /is required with server/,
    ],
    [
      'server and kubeconfig',
      () => ({ server: 'https://k', token: 'abcdef', kubeconfig: kubeconfig() }),
      'kubeconfig',
      /cannot be given together/,
    ],
    [
      'a server that is no URL',
      () => ({ server: 'k:6443', token: 'abcdef' }),
      'server',
      /is not a URL/,
    ],
    [
      'an authority that is none',
      () => ({ server: 'https://k', token: 'abcdef', 'certificate-authority': 'x' }),
      'certificate-authority',
      /neither a PEM/,
    ],
    [
      'a namespace that is none',
      () => ({ kubeconfig: kubeconfig(), namespace: 'Shop_1' }),
      'namespace',
      /is not a name of a namespace/,
    ],
  ])('%s', (_, given, input, message) => {
    const { problems } = read(given());
    expect(problems).toEqual([
      expect.objectContaining({ input, message: expect.stringMatching(message) }),
    ]);
  });

  test('broken YAML is shown with file and line', () => {
    const broken = file('broken', 'clusters:\n  - name: c\n contexts: [\n');
    expect(read({ kubeconfig: broken }).problems).toEqual([
      expect.objectContaining({ input: 'kubeconfig', file: broken, line: 3 }),
    ]);
  });

  test('a KUBECONFIG that names nothing is an error of its own', () => {
    expect(read({}, { KUBECONFIG: '/missing' }).problems).toEqual([
      expect.objectContaining({ message: expect.stringContaining('KUBECONFIG names /missing') }),
    ]);
  });

  test('all are told at once', () => {
    const { problems } = read({ server: 'k', namespace: 'A', 'insecure-skip-tls-verify': 'maybe' });
    expect(problems.map(({ input }) => input).sort()).toEqual([
      'insecure-skip-tls-verify',
      'namespace',
      'server',
      'token',
    ]);
  });
});

test('secrets of the kubeconfig are hidden as soon as it is read', () => {
  const key = '-----BEGIN KEY-----\nVERYSECRET\n-----END KEY-----';
  const { shown } = read({
    kubeconfig: kubeconfig({
      user: {
        token: 'token-of-ci',
        password: 'hunter2',
        'client-key-data': Buffer.from(key).toString('base64'),
      },
    }),
  });
  expect(shown('token-of-ci hunter2 VERYSECRET')).toBe('*** *** ***');
});
