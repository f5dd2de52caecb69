import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { takeChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import { placesOf } from '../../actions/chaos-run/src/locks/chaos-place.ts';
import { InterruptedError } from '../../shared/src/action/errors.ts';
import { LockLostError } from '../../shared/src/cluster/held-lock.ts';
import { LockHeldError } from '../../shared/src/cluster/lease-lock.ts';
import { runBundle } from '../contract/support/run-bundle.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { serviceAccount, tokenInputs } from './support/service-account.ts';
import { ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace, TestContext } from './support/test-connection.ts';

let one: OwnNamespace;
let other: OwnNamespace;
const leases = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

beforeAll(async () => {
  one = await ownNamespace('chaos-locks-a');
  other = await ownNamespace('chaos-locks-b');
});
afterAll(async () => {
  await one.close();
  await other.close();
});

const run = (id: string, signal?: AbortSignal): TestContext =>
  testContext({ GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'chaos' }, signal);

const both = () => {
  const namespaces = [other.namespace, one.namespace];
  return placesOf({ namespaces, clusterWide: false });
};
const only = (namespace: string) => placesOf({ namespaces: [namespace], clusterWide: false });

async function held(): Promise<number> {
  const lists = await Promise.all(
    [one, other].map((each) => each.cluster.list(leases, deadline())),
  );
  return lists.flat().length;
}

const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };

test('who cannot have all locks keeps none, and is told who holds the one', async () => {
  const holder = await takeChaosLocks(
    other.cluster,
    { places: only(other.namespace), waitFor: 0 },
    run('16'),
  );
  const asked = takeChaosLocks(one.cluster, { places: both(), waitFor: 1500 }, run('17'));
  await expect(asked).rejects.toThrow(LockHeldError);
  await expect(asked).rejects.toThrow(/run 16 attempt 1, job chaos/);
  expect(await held()).toBe(1);
  await holder.release();
  const locks = await takeChaosLocks(one.cluster, { places: both(), waitFor: 0 }, run('17'));
  expect(await held()).toBe(2);
  await locks.release();
  expect(await held()).toBe(0);
});

test(
  'nodes have one lock, whatever namespace a run is connected to',
  async () => {
    const places = placesOf({ namespaces: [], clusterWide: true });
    const holder = await holdNodes(one.cluster, '16');
    const asked = takeChaosLocks(other.cluster, { places, waitFor: 0 }, run('17'));
    await expect(asked).rejects.toThrow(
      'the lock of chaos cluster.nodes is held by run 16 attempt 1, job chaos',
    );
    await holder.release();
  },
  nodesPatience + 60_000,
);

test('who may not lock nodes is told where the lock lies, and which rule is missing', async () => {
  const account = await serviceAccount(one, 'shop', [
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['*'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['*'] },
  ]);
  const result = await runBundle('chaos-run', {
    inputs: {
      ...(await tokenInputs(account)),
      namespace: one.namespace,
      fault: 'cordon-node',
      target: 'node/none',
    },
    environment: { GITHUB_RUN_ID: '21' },
  });
  expectVerdict(result, 'no-effect');
  expect(result.outputs.reason).toMatch(
    /^the lock of nodes, which lies in namespace default for the whole cluster, could not be taken: create leases\S* .*403/,
  );
  expect(result.stdout).toMatch(
    /Add this rule to a Role in namespace default: .*\["leases"\], verbs: \["create"\]/,
  );
});

test('a cancelled run keeps its locks while it undoes', async () => {
  const stop = new AbortController();
  const context = run('17', stop.signal);
  const locks = await takeChaosLocks(one.cluster, { places: both(), waitFor: 0 }, context);
  stop.abort(new InterruptedError('SIGTERM'));
  expect(locks.signal.aborted).toBe(false);
  const written = await locks.cluster.create(
    { ...configMap, metadata: { name: 'after' } },
    { signal: deadline() },
  );
  expect(written).toMatchObject({
    ...configMap,
    metadata: {
      name: 'after',
      namespace: one.namespace,
      uid: expect.stringMatching(/^[\da-f-]{36}$/),
    },
  });
  expect(await held()).toBe(2);
  await locks.release();
  expect(await held()).toBe(0);
  const late = takeChaosLocks(one.cluster, { places: both(), waitFor: 0 }, context);
  await expect(late).rejects.toThrow('interrupted by SIGTERM');
});

test('who holds them already takes them again at once', async () => {
  const holder = { runId: '17', attempt: 1, job: 'chaos', nonce: 'aa' };
  const request = { places: both(), waitFor: 0, holder };
  const killed = await takeChaosLocks(one.cluster, request, run('17'));
  const again = await takeChaosLocks(one.cluster, request, run('17'));
  await again.release();
  expect(await held()).toBe(0);
  await killed.release();
});

test('a lost lock ends the run, and nothing more is written', async () => {
  const places = only(one.namespace);
  const locks = await takeChaosLocks(one.cluster, { places, waitFor: 0 }, run('17'));
  const [lease] = await one.cluster.list(leases, deadline());
  if (lease === undefined) throw new Error('there is no lease');
  const thief = { op: 'replace', path: '/spec/holderIdentity', value: '18/1/chaos/bb' } as const;
  await one.cluster.patch({ ...leases, name: lease.metadata.name }, [thief], {
    signal: deadline(),
  });
  await eventually(
    () => locks.signal.aborted,
    (aborted) => aborted,
    20_000,
  );
  expect(locks.signal.reason).toBeInstanceOf(LockLostError);
  const options = { signal: deadline() };
  await expect(
    locks.cluster.create({ ...configMap, metadata: { name: 'never' } }, options),
  ).rejects.toThrow(/took it/);
  await locks.release();
  // It is the other run's.
  expect(await held()).toBe(1);
}, 60_000);
