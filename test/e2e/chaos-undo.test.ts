import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ClusterUndoLog } from '../../actions/chaos-run/src/undo/cluster-undo-log.ts';
import type { UndoStep } from '../../actions/chaos-run/src/undo/undo-step.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../../shared/src/cluster/kube-object.ts';
import { numberAt } from '../../shared/src/json/json.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { deadline } from './support/deadline.ts';
import { connectTest, ownNamespace, testContext } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

let own: OwnNamespace;
const never = new AbortController().signal;

beforeAll(async () => {
  own = await ownNamespace('chaos-undo');
});
afterAll(async () => {
  await own.close();
});

function undoLog(cluster: Cluster = own.cluster, told: string[] = []): ClusterUndoLog {
  return new ClusterUndoLog({
    cluster,
    clock: systemClock,
    log: testContext().log,
    runKey: '17-1-e2e',
    runUrl: 'https://ci.example/17',
    stays: false,
    onNamespace: (namespaces) => told.push(namespaces.join()),
  });
}

/** A Deployment whose pods are never made. */
async function workload(name: string, replicas: number): Promise<KubeObject> {
  const { spec, ...rest } = deployment(name);
  const paused = { ...(spec as object), replicas, paused: true };
  return own.cluster.create({ ...rest, spec: paused }, { signal: deadline() });
}

const referenceOf = ({ apiVersion, kind, metadata }: KubeObject): ObjectReference => ({
  apiVersion,
  kind,
  namespace: own.namespace,
  name: metadata.name,
});

function scaling(object: KubeObject, before: number, during: number): UndoStep {
  const { uid = '' } = object.metadata;
  const field = ['spec', 'replicas'];
  return { kind: 'restore-field', object: referenceOf(object), uid, field, before, during };
}

async function scale(object: KubeObject, to: number): Promise<void> {
  const replace = { op: 'replace', path: '/spec/replicas', value: to } as const;
  await own.cluster.patch(referenceOf(object), [replace], { signal: deadline() });
}

const replicasOf = async (object: KubeObject): Promise<number | undefined> =>
  numberAt(await own.cluster.read(referenceOf(object), deadline()), 'spec', 'replicas');

async function recordsOf(title: string): Promise<readonly KubeObject[]> {
  const labelSelector = 'kube-delivery.dev/chaos-run=17-1-e2e';
  const query = { apiVersion: 'v1', kind: 'ConfigMap', labelSelector };
  const all = await own.cluster.list(query, deadline());
  return all.filter((each) => JSON.stringify(each.data).includes(title));
}

function policy(name: string, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: own.namespace, ...metadata },
    spec: { podSelector: { matchLabels: { app: name } }, policyTypes: ['Ingress'] },
  };
}

test('the way back is in the cluster before the fault, and gone after it was taken', async () => {
  const told: string[] = [];
  const undo = undoLog(own.cluster, told);
  const web = await workload('web', 3);
  const title = 'scale Deployment web from 3 to 0';
  await undo.record({ title, namespace: own.namespace, steps: [scaling(web, 3, 0)] }, never);
  expect(told).toEqual([own.namespace]);
  const [record] = await recordsOf(title);
  expect(record?.metadata.annotations).toEqual({
    'kube-delivery.dev/run': 'https://ci.example/17',
  });
  await scale(web, 0);
  const expected = { title, namespace: own.namespace, outcome: 'undone', reason: '' };
  expect(await undo.takeBack(deadline())).toEqual([expected]);
  expect(await replicasOf(web)).toBe(3);
  expect(await recordsOf(title)).toEqual([]);
  expect(await undo.takeBack(deadline())).toEqual([]);
});

test('faults on one object are taken back newest first', async () => {
  const undo = undoLog();
  const twice = await workload('twice', 5);
  const fault = (before: number, during: number) => ({
    title: `twice ${before} to ${during}`,
    namespace: own.namespace,
    steps: [scaling(twice, before, during)],
  });
  await undo.record(fault(5, 2), never);
  await scale(twice, 2);
  await undo.record(fault(2, 0), never);
  await scale(twice, 0);
  const outcomes = await undo.takeBack(deadline());
  expect(outcomes.map(({ title, outcome }) => `${title}: ${outcome}`)).toEqual([
    'twice 2 to 0: undone',
    'twice 5 to 2: undone',
  ]);
  expect(await replicasOf(twice)).toBe(5);
});

test('what somebody else has changed since is left alone', async () => {
  const undo = undoLog();
  const taken = await workload('taken', 3);
  const title = 'scale Deployment taken';
  await undo.record({ title, namespace: own.namespace, steps: [scaling(taken, 3, 0)] }, never);
  await scale(taken, 7);
  const [outcome] = await undo.takeBack(deadline());
  expect(outcome).toMatchObject({ outcome: 'left alone', reason: expect.stringContaining('is 7') });
  expect(await replicasOf(taken)).toBe(7);
  expect(await recordsOf(title)).toEqual([]);
});

test('an object is deleted only where the fault created it', async () => {
  const undo = undoLog();
  const steps = (name: string): UndoStep[] => [
    { kind: 'delete-object', object: referenceOf(policy(name)) },
  ];
  const { namespace } = own;
  const made = await undo.record({ title: 'create made', namespace, steps: steps('made') }, never);
  await own.cluster.create(policy('made', { annotations: made.mark }), { signal: deadline() });
  await undo.record({ title: 'create theirs', namespace, steps: steps('theirs') }, never);
  await own.cluster.create(policy('theirs'), { signal: deadline() });
  const outcomes = await undo.takeBack(deadline());
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['left alone', 'undone']);
  expect(await own.cluster.read(referenceOf(policy('made')), deadline())).toBeUndefined();
  const { spec } = policy('theirs');
  expect(await own.cluster.read(referenceOf(policy('theirs')), deadline())).toMatchObject({
    metadata: { name: 'theirs', namespace },
    spec,
  });
});

test('a deleted object is created anew, once its finalizers let it', async () => {
  const undo = undoLog();
  const finalizers = ['e2e.kube-delivery.dev/slow'];
  const kept = await own.cluster.create(policy('kept', { finalizers }), { signal: deadline() });
  const steps = [{ kind: 'create-object', object: kept }] as const;
  await undo.record({ title: 'delete kept', namespace: own.namespace, steps }, never);
  await own.cluster.delete(referenceOf(kept), { signal: deadline() });
  const [blocked] = await undo.takeBack(deadline());
  expect(blocked).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('finalizers'),
  });
  expect(undo.open).toEqual(['delete kept']);
  expect(await recordsOf('delete kept')).toHaveLength(1);
  const release = { op: 'remove', path: '/metadata/finalizers' } as const;
  await own.cluster.patch(referenceOf(kept), [release], { signal: deadline() });
  const [outcome] = await undo.takeBack(deadline());
  expect(outcome).toMatchObject({ outcome: 'undone' });
  const anew = await own.cluster.read(referenceOf(kept), deadline());
  expect(anew?.spec).toEqual(kept.spec);
  expect(anew?.metadata.finalizers).toEqual(finalizers);
  expect(anew?.metadata.uid).not.toBe(kept.metadata.uid);
  expect(await recordsOf('delete kept')).toEqual([]);
  await own.cluster.patch(referenceOf(kept), [release], { signal: deadline() });
});

test('a write of an act that was cut short may come after the undo, and is undone all the same', async () => {
  const undo = undoLog();
  const late = await workload('late', 3);
  const act = new AbortController();
  const steps = [scaling(late, 3, 0)];
  await undo.record({ title: 'late', namespace: own.namespace, steps }, act.signal);
  act.abort(new Error('cancelled'));
  const undoing = undo.takeBack(deadline());
  await new Promise((resolve) => setTimeout(resolve, 150));
  await scale(late, 0);
  expect(await undoing).toMatchObject([{ outcome: 'undone' }]);
  expect(await replicasOf(late)).toBe(3);
});

test('an undo that may not write fails with the reason, and keeps its record', async () => {
  const undo = undoLog();
  const held = await workload('held', 3);
  const steps = [scaling(held, 3, 0)];
  await undo.record({ title: 'held', namespace: own.namespace, steps }, never);
  await scale(held, 0);
  const over = AbortSignal.abort(new Error('the time is over'));
  expect(await undo.takeBack(over)).toMatchObject([
    { title: 'held', outcome: 'failed', reason: 'the time is over' },
  ]);
  expect(await recordsOf('held')).toHaveLength(1);
  expect(await undo.takeBack(deadline())).toMatchObject([{ outcome: 'undone' }]);
  expect(await replicasOf(held)).toBe(3);
});

test('without the right to record nothing is done', async () => {
  const user = { as: 'kube-delivery-e2e-nobody' };
  const nobody = await connectTest({ namespace: own.namespace, user });
  const undo = undoLog(nobody);
  const fault = { title: 'x', namespace: own.namespace, steps: [{ kind: 'nothing' }] } as const;
  await expect(undo.record(fault, deadline())).rejects.toThrow(
    /nothing was done, as the way back of it could not be written: .*403.*resources: \["configmaps"\]/s,
  );
  expect(undo.open).toEqual([]);
  await nobody.close();
});
