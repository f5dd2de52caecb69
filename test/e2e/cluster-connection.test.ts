import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '../../shared/src/action/errors.ts';
import { ApiError } from '../../shared/src/cluster/api-error.ts';
import { connect } from '../../shared/src/cluster/connect.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import { spoilFirst, startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { startTcpProxy } from './support/tcp-proxy.ts';
import {
  administrator,
  connectTest,
  ownNamespace,
  testContext,
  testInputs,
} from './support/test-connection.ts';
import type { OwnNamespace, Variant } from './support/test-connection.ts';

const kubeSystem = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' };
const signal = AbortSignal.timeout(120_000);
let own: OwnNamespace;

beforeAll(async () => {
  own = await ownNamespace('connection');
});
afterAll(async () => {
  await own.close();
});

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ApiError) return thrown;
  throw new Error('it did not fail with an ApiError', { cause: thrown });
}

describe('servers that cannot be used', () => {
  /** A port of this machine on which nothing listens. */
  async function closedPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  async function firstRead(variant: Variant): Promise<ApiError> {
    const cluster = await connectTest(variant);
    const error = await failure(cluster.read(kubeSystem, signal));
    await cluster.close();
    return error;
  }

  test('one that nothing listens on is given up after some seconds, by name', async () => {
    const server = `https://127.0.0.1:${await closedPort()}`;
    const started = performance.now();
    const error = await firstRead({ server });
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(error.message).toContain(`${server} cannot be used: nothing listens there`);
  }, 30_000);

  test('one with a foreign certificate is refused at once', async () => {
    const started = performance.now();
    // The system's own authorities have not signed the test cluster's certificate.
    const error = await firstRead({
      cluster: { 'certificate-authority-data': undefined, 'certificate-authority': undefined },
    });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(error.message).toContain('its certificate is not trusted');
    expect(error.hint).toContain('certificate authority');
  });

  test('one that does not speak TLS is refused at once', async () => {
    const server = createHttpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const error = await firstRead({ server: `https://127.0.0.1:${port}` });
    server.close();
    expect(error.message).toContain('does not speak TLS');
  });

  test('a kubeconfig or context that is not there is an input error', async () => {
    const { inputs, remove } = testInputs();
    const missing = { ...inputs, source: { kind: 'files', files: ['/nowhere'] } as const };
    await expect(connect(missing, testContext())).rejects.toThrow(InputError);
    await expect(connect({ ...inputs, context: 'nope' }, testContext())).rejects.toThrow(
      '"nope" is not a context of the kubeconfig; it has',
    );
    remove();
  });
});

describe('connections', () => {
  test('200 reads in parallel share at most 4, also beside open watches', async () => {
    const proxy = await startTcpProxy(new URL((await administrator()).server));
    const cluster = await connectTest({
      server: `https://127.0.0.1:${proxy.port}`,
      namespace: own.namespace,
    });
    const reads = Array.from({ length: 200 }, () => cluster.read(kubeSystem, signal));
    await Promise.all(reads);
    expect(proxy.accepted).toBeLessThanOrEqual(4);
    const query = { apiVersion: 'v1', kind: 'ConfigMap' };
    const watches = Array.from({ length: 6 }, () =>
      cluster.observe(query, signal)[Symbol.asyncIterator](),
    );
    await Promise.all(watches.map((watch) => watch.next()));
    await cluster.read(kubeSystem, signal);
    for (const watch of watches) await watch.return?.();
    expect(proxy.accepted).toBeLessThanOrEqual(4 + 6);
    await cluster.close();
    await proxy.close();
  });

  test('a server that is gone for some seconds is waited for once it has answered', async () => {
    const proxy = await startTcpProxy(new URL((await administrator()).server));
    const cluster = await connectTest({ server: `https://127.0.0.1:${proxy.port}` });
    await cluster.read(kubeSystem, signal);
    await proxy.refuse();
    const read = cluster.read(kubeSystem, signal);
    setTimeout(() => {
      void proxy.listen();
    }, 2_000);
    expect((await read)?.metadata.name).toBe('kube-system');
    await cluster.close();
    await proxy.close();
  });

  test('proxies of the environment and the kubeconfig are used, unless NO_PROXY names the server', async () => {
    const asked: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (incoming, inner) => {
      const target = incoming.url ?? '';
      asked.push(target);
      const { hostname, port } = new URL(`http://${target}`);
      const outer = connectTcp(Number(port), hostname, () => {
        inner.write('HTTP/1.1 200 OK\r\n\r\n');
        inner.pipe(outer).pipe(inner);
      });
      for (const socket of [inner, outer]) socket.on('error', () => outer.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const { server } = await administrator();
    const { host, hostname } = new URL(server);
    const HTTPS_PROXY = `http://127.0.0.1:${port}`;
    const read = async (
      environment: Record<string, string>,
      variant: Variant = {},
    ): Promise<number> => {
      asked.length = 0;
      const cluster = await connectTest(variant, {}, testContext(environment));
      await cluster.read(kubeSystem, signal);
      await cluster.close();
      return asked.length;
    };
    expect(await read({ HTTPS_PROXY, NO_PROXY: hostname })).toBe(0);
    expect(await read({ HTTPS_PROXY })).toBeGreaterThan(0);
    expect(new Set(asked)).toEqual(new Set([host]));
    expect(await read({}, { cluster: { 'proxy-url': HTTPS_PROXY } })).toBeGreaterThan(0);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('faults between here and the server', () => {
  let proxy: FaultProxy;
  let cluster: Cluster;
  beforeEach(async () => {
    proxy = await startFaultProxy();
    cluster = await connectTest({
      server: proxy.url,
      skipTlsVerify: true,
      namespace: own.namespace,
    });
    await cluster.resourceOf({ apiVersion: 'v1', kind: 'ConfigMap' }, signal);
  });
  afterEach(async () => {
    await cluster.close();
    await proxy.close();
  });
  const configMap = (name: string, data = {}) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  });
  const sent = (pattern: RegExp): number =>
    proxy.requests.filter((asked) => pattern.test(asked)).length;

  test('throttling is obeyed, also when writing', async () => {
    const busy = { kind: 'answer', status: 429, headers: { 'retry-after': '1' } } as const;
    proxy.spoil(spoilFirst(2, /^POST/, busy));
    const started = performance.now();
    await cluster.create(configMap('throttled'), { signal });
    expect(performance.now() - started).toBeGreaterThan(1_900);
    expect(sent(/^POST/)).toBe(3);
  });

  test('reads and applies get over faults of the server', async () => {
    proxy.spoil(spoilFirst(3, /configmaps/, { kind: 'answer', status: 502, body: 'bad gateway' }));
    expect(await cluster.read({ apiVersion: 'v1', kind: 'ConfigMap', name: 'none' }, signal)).toBe(
      undefined,
    );
    proxy.spoil(spoilFirst(2, /^PATCH/, { kind: 'answer', status: 503 }));
    await cluster.apply(configMap('applied', { a: '1' }), { signal });
    expect(sent(/^PATCH/)).toBe(3);
  });

  test('a lost answer is asked for again where that changes nothing', async () => {
    proxy.spoil(spoilFirst(1, /^PATCH/, { kind: 'lose answer' }));
    const applied = await cluster.apply(configMap('lost', { a: '1' }), { signal });
    expect(applied.data).toEqual({ a: '1' });
    proxy.spoil(spoilFirst(1, /^DELETE/, { kind: 'lose answer' }));
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'lost' };
    expect(await cluster.delete(reference, { signal })).toBe(true);
  });

  test('a create whose answer is lost is not sent again', async () => {
    proxy.spoil(spoilFirst(1, /^POST/, { kind: 'lose answer' }));
    const error = await failure(cluster.create(configMap('once'), { signal }));
    expect(error).toMatchObject({ status: 0 });
    expect(error.message).toContain('the connection broke before an answer came');
    expect(sent(/^POST/)).toBe(1);
  });

  test('what a broken gateway says is cut, and no header is shown', async () => {
    const body = `upstream ${'x'.repeat(5_000)}`;
    const headers = { 'x-secret': 'swordfish' };
    proxy.spoil(() => ({ kind: 'answer', status: 418, headers, body }));
    const error = await failure(cluster.list({ apiVersion: 'v1', kind: 'ConfigMap' }, signal));
    expect(error.message).toContain('418: upstream xxx');
    expect(error.message.length).toBeLessThan(500);
    expect(error.message).not.toContain('swordfish');
  });

  test('a wait ends with the reason of its signal', async () => {
    proxy.spoil(() => ({ kind: 'answer', status: 503 }));
    const stop = new AbortController();
    const read = cluster.list({ apiVersion: 'v1', kind: 'ConfigMap' }, stop.signal);
    const reason = new Error('cancelled');
    stop.abort(reason);
    await expect(read).rejects.toBe(reason);
  });
});

describe('credentials that expire', () => {
  /** A kubeconfig user whose plugin gives one token after the other, and the count of its starts. */
  function plugin(...tokens: readonly string[]): {
    user: Record<string, unknown>;
    starts: () => number;
    remove: () => void;
  } {
    const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-plugin-'));
    const script = path.join(folder, 'plugin');
    const last = tokens.at(-1) ?? '';
    tokens.forEach((token, index) => {
      writeFileSync(path.join(folder, String(index + 1)), token);
    });
    writeFileSync(
      script,
      `#!/bin/sh
echo start >> "${folder}/starts"
echo "$KUBERNETES_EXEC_INFO" > "${folder}/info"
token=$(cat "${folder}/$(wc -l < "${folder}/starts" | tr -d ' ')" 2>/dev/null || echo "${last}")
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'"$token"'"}}'
`,
    );
    chmodSync(script, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: script };
    return {
      user: { token: undefined, exec },
      starts: () => readFileSync(path.join(folder, 'starts'), 'utf8').trim().split('\n').length,
      remove: () => {
        rmSync(folder, { recursive: true });
      },
    };
  }

  test('a refused token is replaced by the plugin, once for all who wait', async () => {
    const { headers } = await administrator();
    const [, token = ''] = (headers.Authorization ?? '').split(' ');
    const { user, starts, remove } = plugin('expired-token', token);
    const cluster = await connectTest({ user });
    const reads = Array.from({ length: 20 }, () => cluster.read(kubeSystem, signal));
    const names = (await Promise.all(reads)).map((object) => object?.metadata.name);
    expect(new Set(names)).toEqual(new Set(['kube-system']));
    expect(starts()).toBe(2);
    remove();
    await cluster.close();
  });

  test('a plugin that gives wrong tokens only ends in one clear error', async () => {
    const { user, starts, remove } = plugin('expired-token');
    const cluster = await connectTest({ user });
    const error = await failure(cluster.read(kubeSystem, signal));
    expect(error).toMatchObject({ status: 401, hint: expect.stringContaining('renew the token') });
    expect(starts()).toBe(2);
    remove();
    await cluster.close();
  });

  test('a plugin that cannot be started is told of before anything is asked', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: '/nowhere/plugin' };
    await expect(connectTest({ user: { token: undefined, exec } })).rejects.toThrow(
      /credentials for https:.* could not be obtained: .*ENOENT/,
    );
  });
});
