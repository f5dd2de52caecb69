import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lockOf } from '../../actions/chaos-run/src/locks/chaos-place.ts';
import { takeChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import { ClusterUndoLog } from '../../actions/chaos-run/src/undo/cluster-undo-log.ts';
import { findTracedPlaces } from '../../actions/chaos-run/src/undo/find-traced-places.ts';
import { recover } from '../../actions/chaos-run/src/undo/recover.ts';
import { sweepPlace } from '../../actions/chaos-run/src/undo/sweep.ts';
import type { UndoStep } from '../../actions/chaos-run/src/undo/undo-step.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { leaseReference } from '../../shared/src/cluster/lease-object.ts';
import { booleanAt } from '../../shared/src/json/json.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { deadline } from './support/deadline.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { serviceAccount } from './support/service-account.ts';
import { connectTest, ownNamespace, testContext } from './support/test-connection.ts';
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

function undoLog(cluster: Cluster, runKey: string, stays = false): ClusterUndoLog {
  return new ClusterUndoLog({
    cluster,
    clock: systemClock,
    log: testContext().log,
    runKey,
    runUrl: '',
    stays,
    onNamespace: () => undefined,
  });
}

/** A run that created a policy, and of which nothing more is heard. */
async function leaveFault(
  { cluster, namespace }: OwnNamespace,
  runKey: string,
  stays = false,
): Promise<void> {
  const undo = undoLog(cluster, runKey, stays);
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
async function leaveLock({ cluster, namespace }: OwnNamespace) {
  const { apiVersion, kind, name } = leaseReference(lockOf({ scope: 'namespace', namespace }));
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

/** Recovers a namespace; what other tests leave on nodes is not told of. */
async function recoverOwn({ cluster, namespace }: OwnNamespace, context: TestContext) {
  const found = await recover(cluster, [namespace], { lockTimeout: 0 }, context);
  return {
    outcomes: found.outcomes.filter((each) => each.namespace === namespace),
    alive: found.alive.filter((each) => each.namespace === namespace),
  };
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
  await leaveLock(own);
  const context = run('17');
  const found = await recoverOwn(own, context);
  const title = 'deny ingress';
  const outcome = { title, namespace: own.namespace, outcome: 'undone', reason: '' };
  expect(found).toEqual({ outcomes: [outcome], alive: [] });
  expect(await chaosObjects(own)).toEqual([]);
  expect(context.lines.join('\n')).toContain(
    `A run that is over left "deny ingress" in namespace ${own.namespace}: undone.`,
  );
  const again = await recoverOwn(own, context);
  expect(again).toEqual({ outcomes: [], alive: [] });
}, 120_000);

test(
  'what a dead run left on a node is found from any namespace',
  async () => {
    const [one, other] = [space(0), space(1)];
    const node = { apiVersion: 'v1', kind: 'Node', name: one.namespace.replaceAll('-', '.') };
    const { apiVersion, kind, name } = node;
    const made = await one.cluster.create(
      { apiVersion, kind, metadata: { name }, spec: { unschedulable: true } },
      { signal: deadline() },
    );
    const { uid = '' } = made.metadata;
    const field = ['spec', 'unschedulable'];
    const steps: UndoStep[] = [
      { kind: 'restore-field', object: node, uid, field, before: null, during: true },
    ];
    const title = `cordon Node ${name}`;
    // Of a run whose next attempt recovers: that takes the lock at once.
    const dead = await holdNodes(one.cluster, one.namespace);
    const undo = undoLog(one.cluster, '16-1-aa');
    await undo.record({ title, namespace: undefined, steps }, deadline());
    const context = testContext({ GITHUB_RUN_ID: one.namespace, GITHUB_RUN_ATTEMPT: '2' });
    const found = await recover(other.cluster, [other.namespace], { lockTimeout: 0 }, context);
    const left = await other.cluster.read(node, deadline());
    await dead.release();
    await one.cluster.delete(node, { signal: deadline() });
    const expected = { title, namespace: undefined, outcome: 'undone', reason: '' };
    expect(found.outcomes.filter((each) => each.title === title)).toEqual([expected]);
    expect(booleanAt(left, 'spec', 'unschedulable')).not.toBe(true);
  },
  nodesPatience + 60_000,
);

test('who may not look for faults on nodes recovers the rest', async () => {
  const own = space(0);
  await leaveFault(own, '16-1-aa');
  const all = ['get', 'list', 'create', 'update', 'delete'];
  await serviceAccount(own, 'shop', [
    { apiGroups: [''], resources: ['configmaps'], verbs: all },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: all },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: all },
  ]);
  const user = { as: `system:serviceaccount:${own.namespace}:shop` };
  const cluster = await connectTest({ namespace: own.namespace, user });
  const context = run('17');
  const found = await recover(cluster, [own.namespace], { lockTimeout: 0 }, context);
  await cluster.close();
  expect(found).toMatchObject({ outcomes: [{ outcome: 'undone' }], alive: [] });
  expect(context.lines.join('\n')).toMatch(
    /What faults left on nodes is not looked for: list \S+ in namespace default: 403/,
  );
});

test('what is to stay is left to recover, by its own run and by others', async () => {
  const own = space(2);
  await leaveFault(own, '19-1-ee', true);
  const world = { cluster: own.cluster, clock: systemClock, log: testContext().log };
  const place = { scope: 'namespace', namespace: own.namespace } as const;
  const holder = { runId: '19', attempt: 1, job: 'chaos', nonce: 'ee' };
  const traced = { runKey: '19-1-ee', holder };
  expect(await findTracedPlaces(world, [own.namespace], deadline(), traced)).toEqual([]);
  expect(await sweepPlace(world, place, { only: '19-1-ee' }, deadline())).toEqual([]);
  expect(await sweepPlace(world, place, { except: '20-1-ff' }, deadline())).toEqual([]);
  expect(await recoverOwn(own, run('20'))).toMatchObject({ outcomes: [{ outcome: 'undone' }] });
}, 120_000);

test('a run that is alive is left alone', async () => {
  const own = space(1);
  const places = [{ scope: 'namespace', namespace: own.namespace } as const];
  const locks = await takeChaosLocks(own.cluster, { places, waitFor: 0 }, run('16'));
  await leaveFault(own, '16-1-aa');
  const before = await chaosObjects(own);
  const found = await recoverOwn(own, run('17'));
  await locks.release();
  expect(found.outcomes).toEqual([]);
  expect(found.alive).toEqual([
    {
      scope: 'namespace',
      namespace: own.namespace,
      holder: expect.stringContaining('run 16 attempt 1, job chaos'),
    },
  ]);
  const after = await chaosObjects(own);
  expect(after).toEqual(before.filter((each) => !each.startsWith('Lease')));
}, 120_000);

test('a run sweeps what is not its own', async () => {
  const own = space(2);
  await leaveFault(own, '17-1-bb');
  const world = { cluster: own.cluster, clock: systemClock, log: testContext().log };
  const place = { scope: 'namespace', namespace: own.namespace } as const;
  const sweep = (of: { only?: string; except?: string }) =>
    sweepPlace(world, place, of, deadline());
  const traced = (runKey: string) =>
    findTracedPlaces(world, [own.namespace], deadline(), {
      runKey,
      holder: { runId: '17', attempt: 1, job: 'chaos', nonce: 'bb' },
    });
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
  const found = await recoverOwn(own, run('17'));
  expect(found.outcomes.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
    expect.stringMatching(/^failed: .*chaos-00000000 .* is not trusted: .*lies elsewhere/),
    expect.stringMatching(/^failed: .*chaos-odd .* holds no JSON/),
  ]);
  expect(await chaosObjects(own)).toHaveLength(2);
});

test('what was done with objects whose kind is gone since is over', async () => {
  const own = space(0);
  const { cluster, namespace } = own;
  const object = {
    apiVersion: `${namespace}.example.com/v1`,
    kind: 'Route',
    namespace,
    name: 'web',
  };
  const undo = undoLog(cluster, '16-1-cc');
  const field = ['spec', 'weight'];
  const record = (title: string, step: UndoStep) =>
    undo.record({ title, namespace, steps: [step] }, deadline());
  await record('change', { kind: 'restore-field', object, uid: 'u', field, before: 1, during: 0 });
  await record('create', { kind: 'delete-object', object });
  const { outcomes } = await recoverOwn(own, run('17'));
  expect(outcomes.map(({ title, outcome, reason }) => [title, outcome, reason])).toEqual([
    ['create', 'nothing to do', ''],
    ['change', 'left alone', `Route web in namespace ${namespace} does not exist any more`],
  ]);
  expect(await chaosObjects(own)).toEqual([]);
}, 60_000);
