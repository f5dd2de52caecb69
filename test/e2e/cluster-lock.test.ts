import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { acquireLock, LockHeldError } from '../../shared/src/cluster/lease-lock.ts';
import type { LockRequest } from '../../shared/src/cluster/lease-lock.ts';
import { LockLostError } from '../../shared/src/cluster/held-lock.ts';
import { eventually } from './support/eventually.ts';
import { spoilFirst, startFaultProxy } from './support/fault-proxy.ts';
import { connectTest, ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace, TestContext } from './support/test-connection.ts';

let own: OwnNamespace;
const signal = AbortSignal.timeout(120_000);

beforeAll(async () => {
  own = await ownNamespace('lock');
});
afterAll(async () => {
  await own.close();
});

const run = (id: string, attempt = 1): TestContext =>
  testContext({
    GITHUB_RUN_ID: id,
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_JOB: 'deploy',
    GITHUB_SERVER_URL: 'https://ci.example',
    GITHUB_REPOSITORY: 'o/r',
  });
const request = (name: string, waitFor = 0): LockRequest => ({
  kind: 'release',
  name,
  namespace: own.namespace,
  waitFor,
});
const leaseOf = (name: string): Promise<KubeObject | undefined> =>
  own.cluster.read(
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: `kube-delivery-release-${name}` },
    signal,
  );

/** A lease that its holder never renews. */
async function leaveBehind(name: string, holderIdentity: string, seconds: number): Promise<void> {
  const lease = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: `kube-delivery-release-${name}` },
    // A clock that is hours ahead must not matter.
    spec: {
      holderIdentity,
      leaseDurationSeconds: seconds,
      renewTime: '2099-01-01T00:00:00.000000Z',
    },
  };
  await own.cluster.create(lease, { signal });
}

test.concurrent(
  'one of many has the lock at a time, and all get it',
  async () => {
    let inside = 0;
    const seen: number[] = [];
    await Promise.all(
      Array.from({ length: 5 }, async (_, index) => {
        const lock = await acquireLock(own.cluster, request('many', 60_000), run(String(index)));
        inside += 1;
        seen.push(inside);
        await lock.confirm();
        inside -= 1;
        await lock.release();
      }),
    );
    expect(seen).toEqual([1, 1, 1, 1, 1]);
    expect(await leaseOf('many')).toBeUndefined();
  },
  60_000,
);

test.concurrent(
  'who cannot have it is told who has',
  async () => {
    const lock = await acquireLock(own.cluster, request('held'), run('17', 2));
    expect(await leaseOf('held')).toMatchObject({
      spec: { holderIdentity: expect.stringMatching(/^17\/2\/deploy\/[0-9a-f]+$/) },
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'kube-delivery' } },
    });
    const other = run('18');
    const attempt = acquireLock(own.cluster, request('held', 1_500), other);
    await expect(attempt).rejects.toThrow(LockHeldError);
    await expect(attempt).rejects.toThrow(
      'the lock of release held is held by run 17 attempt 2, job deploy (https://ci.example/o/r/actions/runs/17) and was not released within 1.5s',
    );
    expect(other.lines[0]).toContain('waiting');
    await lock.release();
  },
  30_000,
);

test.concurrent(
  'a lease that is not renewed is taken over with a notice',
  async () => {
    await leaveBehind('dead', '99/1/deploy/beef', 2);
    const context = run('100');
    const started = performance.now();
    const lock = await acquireLock(own.cluster, request('dead', 20_000), context);
    expect(performance.now() - started).toBeGreaterThan(2_000);
    expect(context.lines.at(-1)).toContain(
      'taken over from run 99 attempt 1, job deploy: it is no longer renewed',
    );
    expect(await leaseOf('dead')).toMatchObject({ spec: { leaseTransitions: 1 } });
    await lock.release();
  },
  30_000,
);

test.concurrent(
  'what an earlier attempt of the same run left is taken at once',
  async () => {
    await leaveBehind('again', '200/1/deploy/beef', 30);
    const context = run('200', 2);
    const lock = await acquireLock(own.cluster, request('again'), context);
    expect(context.lines.at(-1)).toContain('an earlier attempt of this run left it behind');
    await lock.release();
  },
  30_000,
);

test.concurrent(
  'a lock that is renewed is kept; one that another took is lost',
  async () => {
    const lock = await acquireLock(own.cluster, request('stolen'), run('300'));
    const first = await leaseOf('stolen');
    const renewed = await eventually(
      () => leaseOf('stolen'),
      (lease) => lease?.metadata.resourceVersion !== first?.metadata.resourceVersion,
      15_000,
    );
    if (renewed === undefined) throw new Error('the lease is gone');
    expect(lock.signal.aborted).toBe(false);
    const holderIdentity = `301/1/deploy/${randomBytes(2).toString('hex')}`;
    await own.cluster.replace(
      { ...renewed, spec: { ...(renewed.spec as object), holderIdentity } },
      { signal },
    );
    await eventually(
      () => lock.signal.aborted,
      (aborted) => aborted,
      15_000,
    );
    expect(lock.signal.reason).toBeInstanceOf(LockLostError);
    await expect(lock.confirm()).rejects.toThrow('the lock of release stolen was lost: run 301');
    await lock.release();
    expect(await leaseOf('stolen')).toMatchObject({ spec: { holderIdentity } });
  },
  60_000,
);

test.concurrent(
  'a cancelled job gives its lock back',
  async () => {
    const cancel = new AbortController();
    const context = { ...run('400'), signal: cancel.signal };
    const lock = await acquireLock(own.cluster, request('cancelled'), context);
    cancel.abort(new Error('cancelled'));
    expect(lock.signal.aborted).toBe(true);
    await lock.release();
    expect(await leaseOf('cancelled')).toBeUndefined();
  },
  30_000,
);

test.concurrent(
  'a lock whose answer was lost is held all the same',
  async () => {
    const proxy = await startFaultProxy();
    const cluster = await connectTest({ server: proxy.url, skipTlsVerify: true });
    proxy.spoil(spoilFirst(1, /^POST .*leases/, { kind: 'lose answer' }));
    const lock = await acquireLock(cluster, request('unanswered'), run('500'));
    expect(await leaseOf('unanswered')).toMatchObject({
      spec: { holderIdentity: expect.stringMatching(/^500/) },
    });
    await lock.release();
    expect(await leaseOf('unanswered')).toBeUndefined();
    await cluster.close();
    await proxy.close();
  },
  30_000,
);
