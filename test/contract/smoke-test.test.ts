import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runBundle, startBundle } from './support/run-bundle.ts';
import type { BundleRun } from './support/run-bundle.ts';

const answers: Readonly<Record<string, RequestListener>> = {
  '/healthz': (_, response) => {
    response.setHeader('content-type', 'application/json').end('{"status":"ok","count":3}');
  },
  '/api/mirror': ({ headers }, response) => {
    response.end(JSON.stringify(headers));
  },
  '/moved': (_, response) => {
    response.writeHead(302, { location: '/healthz' }).end();
  },
  '/hang': () => undefined,
};

let server: Server;
let base = '';
/** What has been asked for so far. */
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    asked.push(pathname);
    const answer = answers[pathname];
    if (answer === undefined) response.writeHead(404).end('nothing here');
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const once = { 'wait-for': '0', 'request-timeout': '2s' };

async function run(inputs: Readonly<Record<string, string>>): Promise<BundleRun> {
  return runBundle('smoke-test', { inputs });
}

/** Everything that a run shows to anybody. */
function shown({ stdout, stderr, summary, outputs, report }: BundleRun): string {
  return [stdout, stderr, summary, JSON.stringify(outputs), JSON.stringify(report)].join('\n');
}

test('a pass sets every output', async () => {
  const { exitCode, outputs, report, summary, stdout, stderr } = await run({
    url: `${base}/healthz`,
    'expect-header': 'Content-Type: json',
    'expect-json': '$.status = ok\n$.count >= 3',
    interval: '1ms',
  });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const { report: reportFile, 'p50-ms': p50, 'p95-ms': p95, 'p99-ms': p99, ...rest } = outputs;
  expect(rest).toEqual({ verdict: 'passed', reason: '', passed: '1', failed: '0', total: '1' });
  expect(reportFile).toMatch(/kube-delivery\/smoke-test-\w+\.json$/);
  expect(Number(p50)).toBeGreaterThan(0);
  expect(Number(p95)).toBeGreaterThanOrEqual(Number(p50));
  expect(Number(p99)).toBeGreaterThanOrEqual(Number(p95));
  expect(report).toMatchObject({
    schemaVersion: 1,
    action: 'smoke-test',
    verdict: 'passed',
    rounds: 3,
    decidingRounds: 3,
    checks: [{ check: '/healthz', place: `${base}/healthz`, passed: true }],
  });
  expect(summary).toContain('✅ smoke-test: passed');
  expect(stdout).toContain(`passed: /healthz at ${base}/healthz`);
});

describe('a run ends badly', () => {
  test.each([
    [
      'wrong answers',
      { checks: '- path: /healthz\n- path: /nowhere\n- path: /moved' },
      'failed',
      /^\/nowhere at .*\/nowhere: status is 404, not 2xx \(and 1 more\)$/,
    ],
    [
      'another JSON',
      { 'expect-json': '$.status = fine\n$.missing != x' },
      'failed',
      /\$\.status = fine: it is "ok"; \$\.missing != x: nothing is at \$\.missing$/,
    ],
    ['another body', { 'expect-body': 'hello' }, 'failed', /body does not contain "hello": "\{/],
    [
      'a server that hangs',
      { checks: '- {path: /hang, timeout: 200ms}' },
      'unreachable',
      /\/hang: no answer within 200ms$/,
    ],
    [
      'a port that nothing listens on',
      { url: 'http://127.0.0.1:1/' },
      'unreachable',
      /nothing listens there/,
    ],
    [
      'localhost, where both addresses refuse',
      { url: 'http://localhost:1/' },
      'unreachable',
      /nothing listens there/,
    ],
    ['no check at all', { checks: '[]' }, 'no-checks', /checks holds no check/],
    [
      'no time to become steady',
      { 'wait-for': '100ms', interval: '60ms', 'stable-for': '9' },
      'failed',
      /of 9 good rounds in a row$/,
    ],
  ])('%s', async (_, inputs, verdict, reason) => {
    const { exitCode, outputs, stdout, summary } = await run({
      url: `${base}/healthz`,
      ...once,
      ...inputs,
      ...('checks' in inputs ? { url: base } : {}),
    });
    expect(outputs).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`::error::smoke-test: ${verdict}: `);
    expect(summary).toContain(`❌ smoke-test: ${verdict}`);
  });
});

describe('nothing is sent', () => {
  test.each([
    ['to a metadata address', { url: 'http://169.254.169.254/latest' }, 'url: 169.254.169.254 is'],
    [
      'to any address, where one of them is a metadata address',
      { checks: '- path: /untouched\n- url: http://[fd00:ec2::254]/' },
      'checks: fd00:ec2::254 is',
    ],
    ['to a private address that is not allowed', { 'allow-private': 'false' }, 'url: 127.0.0.1 is'],
    [
      'to a name of such an address',
      { url: 'http://localhost/', 'allow-private': 'false' },
      'url: localhost: ',
    ],
    [
      'with a wrong word in a check',
      { checks: '- path: /untouched\n  expct: {}' },
      'line 2: expct',
    ],
  ])('%s', async (_, inputs, reason) => {
    const { exitCode, outputs } = await run({ url: base, ...once, ...inputs });
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({
      verdict: 'invalid',
      reason: expect.stringContaining(reason),
    });
    expect(asked).not.toContain('/untouched');
  });
});

test('wrong inputs are told all at once, an annotation each', async () => {
  const { exitCode, outputs, stdout } = await run({
    target: 'job/web',
    'wait-for': '60',
    'stable-for': 'often',
  });
  expect(exitCode).toBe(1);
  expect(outputs.verdict).toBe('invalid');
  for (const input of ['target', 'wait-for', 'stable-for', 'kubeconfig']) {
    expect(stdout).toContain(`::error::input ${input}: `);
    expect(outputs.reason).toContain(`${input}: `);
  }
});

test('values of secret headers and of URLs are never shown', async () => {
  const secrets = ['bearer-in-secret', 'cookie-in-secret', 'key-in-secret', 'pass-in-secret'];
  const query = 'query-in-secret';
  const result = await run({
    url: `${base.replace('//', '//me:pass-in-secret@')}/api/`,
    ...once,
    checks: `
- path: /mirror?signature=${query}
  headers:
    Authorization: Bearer bearer-in-secret
    Cookie: session=cookie-in-secret
    X-Api-Key: key-in-secret
  expect:
    body: { equals: nothing }
    json: ['$.authorization = x', '$.cookie = x', "$['x-api-key'] = x"]
- path: /mirror
  expect: { body: { absent: Basic } }`,
  });
  expect(result.outputs.verdict).toBe('failed');
  const basic = btoa('me:pass-in-secret');
  // What the runner is told to mask is not shown.
  const everything = shown(result).replaceAll(/^::add-mask::.*$/gm, '');
  expect(everything).toContain('/api/mirror?signature=***');
  expect(result.outputs.reason).toContain(
    `$.authorization = x: it is "***"; $.cookie = x: it is "***"; $['x-api-key'] = x: it is "***"`,
  );
  for (const secret of [...secrets, basic, query]) expect(everything).not.toContain(secret);
  for (const secret of secrets) expect(result.stdout).toContain(`::add-mask::${secret}`);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while it waits ends it within a second',
  async (signal) => {
    const bundle = startBundle('smoke-test', { inputs: { url: `${base}/nowhere` } });
    const waiting = (): boolean => bundle.output().includes('good rounds in a row');
    while (!waiting()) {
      expect(bundle.process.exitCode).toBeNull();
      await new Promise((resolve) => bundle.process.stdout?.once('data', resolve));
    }
    const sent = performance.now();
    bundle.process.kill(signal);
    const { exitCode, outputs } = await bundle.finished;
    expect(performance.now() - sent).toBeLessThan(1000);
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({
      verdict: 'interrupted',
      reason: `the run was interrupted by ${signal}`,
    });
  },
);

test('SIGINT ends a request that hangs', async () => {
  const bundle = startBundle('smoke-test', { inputs: { url: `${base}/hang` } });
  const before = asked.filter((path) => path === '/hang').length;
  while (asked.filter((path) => path === '/hang').length === before) {
    await new Promise((resolve) => server.once('request', resolve));
  }
  bundle.process.kill('SIGINT');
  expect((await bundle.finished).outputs.verdict).toBe('interrupted');
});
