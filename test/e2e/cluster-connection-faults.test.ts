import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import { apiFailure } from './support/api-failure.ts';
import { spoilFirst, startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const signal = AbortSignal.timeout(120_000);
let own: OwnNamespace;

beforeAll(async () => {
  own = await ownNamespace('connection-faults');
});
afterAll(async () => {
  await own.close();
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

  test('a create whose answer is lost is known by what is there', async () => {
    proxy.spoil(spoilFirst(1, /^POST/, { kind: 'lose answer' }));
    const created = await cluster.create(configMap('once', { a: '1' }), { signal });
    expect(created).toMatchObject({ data: { a: '1' }, metadata: { name: 'once' } });
    expect(sent(/^POST/)).toBe(2);
  });

  test('what another made of the name meanwhile is not taken for it', async () => {
    await own.cluster.create(configMap('theirs', { a: 'theirs' }), { signal });
    proxy.spoil(spoilFirst(1, /^POST/, { kind: 'lose answer' }));
    const error = await apiFailure(cluster.create(configMap('theirs', { a: 'ours' }), { signal }));
    expect(error).toMatchObject({ status: 409, reason: 'AlreadyExists' });
  });

  test('what a broken gateway says is cut, and no header is shown', async () => {
    const body = `upstream ${'x'.repeat(5_000)}`;
    const headers = { 'x-secret': 'swordfish' };
    proxy.spoil(() => ({ kind: 'answer', status: 418, headers, body }));
    const error = await apiFailure(cluster.list({ apiVersion: 'v1', kind: 'ConfigMap' }, signal));
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
