import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lockOf } from '../../actions/chaos-run/src/locks/chaos-place.ts';
import { takeChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import { ClusterUndoLog } from '../../actions/chaos-run/src/undo/cluster-undo-log.ts';
import { findTracedPlaces } from '../../actions/chaos-run/src/undo/find-traced-places.ts';
import { recover } from '../../actions/chaos-run/src/undo/recover.ts';
import { sweepPlace } from '../../actions/chaos-run/src/undo/sweep.ts';
import type { UndoStep } from '../../actions/chaos-run/src/undo/undo-step.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { leaseReference } from '../../shared/src/cluster/lease-object.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { deadline } from './support/deadline.ts';
import { ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace, TestContext } from './support/test-connection.ts';

const spaces: OwnNamespace[] = [];

beforeAll(async () => {
  for (const topic of ['dead', 'alive', 'kept', 'odd']) {
    spaces.push(await ownNamespace(`chaos-${topic}`));
  }
});
afterAll(async () => {
  for (const each of spaces) await each.close();
});

function space(at: number): OwnNamespace {
  const found = spaces[at];
  if (found === undefined) throw new Error(`no namespace ${at}`);
  return found;
}

const run = (id: string): TestContext =>
  testContext({ GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'chaos' });

const reference = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: 'deny' };

/** A run that created a policy, and of which nothing more is heard. */
async function leaveFault({ cluster, namespace }: OwnNamespace, runKey: string): Promise<void> {
  const undo = new ClusterUndoLog({
    cluster,
    clock: systemClock,
    log: testContext().log,
    runKey,
    runUrl: '',
    onNamespace: () => undefined,
  });
  const steps: UndoStep[] = [{ kind: 'delete-object', object: reference }];
  const { mark } = await undo.record({ title: 'deny ingress', namespace, steps }, deadline());
  const { apiVersion, kind, name } = reference;
  const spec = { podSelector: {}, policyTypes: ['Ingress'] };
  await cluster.create(
    { apiVersion, kind, metadata: { name, annotations: mark }, spec },
    { signal: deadline() },
  );
}

/** The Lease of a holder that renews it no more. */
async function leaveLock({ cluster, namespace }: OwnNamespace, scope: 'namespace' | 'cluster') {
  const { apiVersion, kind, name } = leaseReference(lockOf({ scope, namespace }));
  const labels = { 'app.kubernetes.io/managed-by': 'kube-delivery' };
  await cluster.create(
    {
      apiVersion,
      kind,
      metadata: { name, labels },
      spec: { holderIdentity: '16/1/chaos/aa', leaseDurationSeconds: 2 },
    },
    { signal: deadline() },
  );
}

const chaosObjects = async ({ cluster }: OwnNamespace): Promise<readonly string[]> => {
  const kinds = [
    { apiVersion: 'v1', kind: 'ConfigMap', labelSelector: 'kube-delivery.dev/chaos-run' },
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
    { apiVersion: reference.apiVersion, kind: reference.kind },
  ];
  const lists = await Promise.all(kinds.map((kind) => cluster.list(kind, deadline())));
  return lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
};

test('what a dead run left is taken back, and its locks with it', async () => {
  const own = space(0);
  await leaveFault(own, '16-1-aa');
  await leaveLock(own, 'namespace');
  await leaveLock(own, 'cluster');
  const context = run('17');
  const found = await recover(own.cluster, [own.namespace], { lockTimeout: 0 }, context);
  const title = 'deny ingress';
  const outcome = { title, namespace: own.namespace, outcome: 'undone', reason: '' };
  expect(found).toEqual({ outcomes: [outcome], alive: [] });
  expect(await chaosObjects(own)).toEqual([]);
  expect(context.lines.join('\n')).toContain(
    `A run that is over left "deny ingress" in namespace ${own.namespace}: undone.`,
  );
  const again = await recover(own.cluster, [own.namespace], { lockTimeout: 0 }, context);
  expect(again).toEqual({ outcomes: [], alive: [] });
}, 60_000);

test('a run that is alive is left alone', async () => {
  const own = space(1);
  const places = [{ scope: 'namespace', namespace: own.namespace } as const];
  const locks = await takeChaosLocks(own.cluster, { places, waitFor: 0 }, run('16'));
  await leaveFault(own, '16-1-aa');
  const before = await chaosObjects(own);
  const found = await recover(own.cluster, [own.namespace], { lockTimeout: 0 }, run('17'));
  await locks.release();
  expect(found.outcomes).toEqual([]);
  expect(found.alive).toEqual([
    { namespace: own.namespace, holder: expect.stringContaining('run 16 attempt 1, job chaos') },
  ]);
  const after = await chaosObjects(own);
  expect(after).toEqual(before.filter((each) => !each.startsWith('Lease')));
}, 90_000);

test('a run sweeps what is not its own', async () => {
  const own = space(2);
  await leaveFault(own, '17-1-bb');
  const world = { cluster: own.cluster, clock: systemClock, log: testContext().log };
  const place = { scope: 'namespace', namespace: own.namespace } as const;
  const sweep = (of: { only?: string; except?: string }) =>
    sweepPlace(world, place, of, deadline());
  const traced = (runKey: string) =>
    findTracedPlaces(own.cluster, [own.namespace], deadline(), {
      runKey,
      holder: { runId: '17', attempt: 1, job: 'chaos', nonce: 'bb' },
    });
  await leaveLock(own, 'cluster');
  expect(await traced('18-1-cc')).toEqual([]);
  expect(await traced('17-1-bb')).toEqual([place]);
  expect(await sweep({ except: '17-1-bb' })).toEqual([]);
  expect(await sweep({ only: '18-1-cc' })).toEqual([]);
  expect(await sweepPlace(world, { ...place, scope: 'cluster' }, {}, deadline())).toEqual([]);
  expect(await sweep({ only: '17-1-bb' })).toMatchObject([{ outcome: 'undone' }]);
});

test('a record that cannot be read or trusted is reported, and stays', async () => {
  const own = space(3);
  const labels = { 'kube-delivery.dev/chaos-run': '16-1-aa' };
  const fault = {
    schemaVersion: 1,
    id: '00000000',
    title: 'x',
    run: '16-1-aa',
    scope: 'namespace',
    sequence: 0,
    at: '2026-11-21T12:00:00.000Z',
    steps: [{ kind: 'delete-object', object: { ...reference, namespace: 'kube-system' } }],
  };
  const record = (name: string, text: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    data: { 'fault.json': text },
  });
  const signal = deadline();
  await own.cluster.create(record('kube-delivery-chaos-odd', '{'), { signal });
  const crafted = record('kube-delivery-chaos-00000000', JSON.stringify(fault));
  await own.cluster.create(crafted, { signal });
  const found = await recover(own.cluster, [own.namespace], { lockTimeout: 0 }, run('17'));
  expect(found.outcomes.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
    expect.stringMatching(/^failed: .*chaos-00000000 .* is not trusted: .*lies elsewhere/),
    expect.stringMatching(/^failed: .*chaos-odd .* holds no JSON/),
  ]);
  expect(await chaosObjects(own)).toHaveLength(2);
});
