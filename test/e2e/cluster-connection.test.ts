import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { InputError } from '../../shared/src/action/errors.ts';
import type { ApiError } from '../../shared/src/cluster/api-error.ts';
import { connect } from '../../shared/src/cluster/connect.ts';
import { apiFailure } from './support/api-failure.ts';
import { kubeSystem } from './support/kube-system.ts';
import { startTcpProxy } from './support/tcp-proxy.ts';
import {
  administrator,
  connectTest,
  ownNamespace,
  testContext,
  testInputs,
} from './support/test-connection.ts';
import type { OwnNamespace, Variant } from './support/test-connection.ts';

const signal = AbortSignal.timeout(120_000);
let own: OwnNamespace;

beforeAll(async () => {
  own = await ownNamespace('connection');
});
afterAll(async () => {
  await own.close();
});

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
    const error = await apiFailure(cluster.read(kubeSystem, signal));
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
