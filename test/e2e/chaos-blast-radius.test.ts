import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BlastRadius } from '../../actions/chaos-run/src/blast-radius/blast-radius.ts';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import { openBlastRadius } from '../../actions/chaos-run/src/blast-radius/open-blast-radius.ts';
import { Ledger } from '../../actions/chaos-run/src/ledger.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { objectAt } from '../../shared/src/json/json.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { systemClock } from '../../shared/src/time/system-clock.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { wideCaps } from './support/function-world.ts';
import { serviceAccount } from './support/service-account.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment, statefulSet } from './support/workloads.ts';

const key = 'kube-delivery.dev/chaos';
const pods = { apiVersion: 'v1', kind: 'Pod' };
let own: OwnNamespace;
let node: SimulatedNode;

function open(caps: Partial<Caps> = {}, ledger = new Ledger()): BlastRadius {
  return openBlastRadius(own.cluster, { ...wideCaps, ...caps }, ledger, systemClock);
}

/** Makes a workload of so many pods on the simulated node. */
async function make(object: KubeObject, replicas: number, marks: object = {}): Promise<void> {
  const spec = { ...objectAt(object, 'spec'), replicas };
  const placed = { ...objectAt(spec, 'template', 'spec'), ...node.placement };
  const template = { ...objectAt(spec, 'template'), spec: placed };
  await own.cluster.apply(
    { ...object, metadata: { ...object.metadata, ...marks }, spec: { ...spec, template } },
    { signal: deadline() },
  );
}

async function podsOf(app: string, count: number): Promise<readonly KubeObject[]> {
  return eventually(
    () => own.cluster.list({ ...pods, labelSelector: `app=${app}` }, deadline()),
    (all) => all.length === count && all.every(isServing),
    30_000,
  );
}

async function onePod(app: string, count = 1): Promise<KubeObject> {
  const [first] = await podsOf(app, count);
  if (first === undefined) throw new Error(`no pod of ${app}`);
  return first;
}

async function reasonOf(object: KubeObject, caps: Partial<Caps> = {}): Promise<string> {
  const [judged] = await open(caps).judge([object], deadline());
  if (judged?.in !== (judged?.reason === '')) throw new Error('ill judged');
  return judged.reason;
}

beforeAll(async () => {
  own = await ownNamespace('chaos-radius');
  node = await startSimulatedNode(own.cluster, own.namespace);
  await make(deployment('web'), 3, { labels: { [key]: 'enabled' } });
  await make(statefulSet('db'), 1, { annotations: { 'chaos-mesh.org/inject': 'enabled' } });
  await make(deployment('quiet'), 1);
  await make(deployment('never'), 1, { annotations: { [key]: 'disabled' } });
}, 90_000);
afterAll(async () => {
  await node.close();
  await own.close();
});

test('pods are in by what they, their workloads or their namespace say', async () => {
  expect(await reasonOf(await onePod('web', 3))).toBe('');
  expect(await reasonOf(await onePod('db'))).toBe('');
  const quiet = await onePod('quiet');
  expect(await reasonOf(quiet)).toBe(
    `is not opted in: label or annotate it, Deployment quiet or namespace ${own.namespace} with ${key}=enabled`,
  );
  expect(await reasonOf(quiet, { optIn: 'none' })).toBe('');
  const never = await onePod('never');
  expect(await reasonOf(never, { optIn: 'none' })).toBe('is opted out by Deployment never');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: own.namespace };
  const label = (value: string) =>
    own.cluster.patch(
      namespace,
      [{ op: 'add', path: `/metadata/labels/${key.replace('/', '~1')}`, value }],
      { signal: deadline() },
    );
  await label('enabled');
  expect(await reasonOf(quiet)).toBe('');
  expect(await reasonOf(never)).toBe('is opted out by Deployment never');
  await label('disabled');
  expect(await reasonOf(quiet)).toBe(`is opted out by namespace ${own.namespace}`);
  expect(await reasonOf(await onePod('web', 3))).toBe('');
  await own.cluster.patch(
    namespace,
    [{ op: 'remove', path: `/metadata/labels/${key.replace('/', '~1')}` }],
    { signal: deadline() },
  );
});

test('protected namespaces, others, and young pods are out', async () => {
  const web = await onePod('web', 3);
  expect(await reasonOf(web, { protectedNamespaces: [own.namespace] })).toContain('protected');
  expect(await reasonOf(web, { namespaces: ['shop'] })).toContain('not among namespaces (shop)');
  expect(await reasonOf(web, { namespaces: [own.namespace] })).toBe('');
  expect(await reasonOf(web, { minimumAge: 3_600_000 })).toMatch(/old, and minimum-age is 1h$/);
});

const rule = (group: string, ...resources: readonly string[]): JsonObject => ({
  apiGroups: [group],
  resources: [...resources],
  verbs: ['get', 'list'],
});

/** The cluster as one sees it who may read no more than these. */
async function asOther(name: string, rules: readonly JsonObject[]): Promise<Cluster> {
  await serviceAccount(own, name, rules);
  const user = { as: `system:serviceaccount:${own.namespace}:${name}` };
  return connectTest({ namespace: own.namespace, user });
}

test('what may be opted out by something that may not be read is out', async () => {
  const [web, quiet, never] = [
    await onePod('web', 3),
    await onePod('quiet'),
    await onePod('never'),
  ];
  const marked = { ...quiet, metadata: { ...quiet.metadata, labels: { [key]: 'enabled' } } };
  const { namespace } = own;
  const podsOnly = await asOther('pods', [rule('', 'pods')]);
  const all = await asOther('all', [rule('', 'pods'), rule('apps', 'replicasets', 'deployments')]);
  const reasons = async (cluster: Cluster, optIn: Caps['optIn']): Promise<readonly string[]> => {
    const radius = openBlastRadius(cluster, { ...wideCaps, optIn }, new Ledger(), systemClock);
    const judged = await radius.judge([web, quiet, never, marked], deadline());
    return judged.map(({ reason }) => reason);
  };
  const owner = `cannot be judged: system:serviceaccount:${namespace}:pods may not get replicasets.apps in namespace ${namespace}`;
  const around = `cannot be judged: system:serviceaccount:${namespace}:all may not get namespaces`;
  for (const optIn of ['required', 'none'] as const) {
    expect(await reasons(podsOnly, optIn)).toEqual([owner, owner, owner, '']);
    expect(await reasons(all, optIn)).toEqual(['', around, 'is opted out by Deployment never', '']);
  }
  const caps = { ...wideCaps, minReadyRemaining: 1 };
  await expect(
    openBlastRadius(podsOnly, caps, new Ledger(), systemClock).permit(
      { name: 'terminate_pods', chosen: [marked], population: 1 },
      deadline(),
    ),
  ).rejects.toThrow(`nothing was hit: what would be left of its workload ${owner}`);
  await podsOnly.close();
  await all.close();
});

test('an owner that is gone says nothing', async () => {
  const quiet = await onePod('quiet');
  const gone = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'gone', controller: true };
  const metadata = { ...quiet.metadata, ownerReferences: [gone] };
  expect(await reasonOf({ ...quiet, metadata })).toBe(
    `is not opted in: label or annotate it or namespace ${own.namespace} with ${key}=enabled`,
  );
});

test('a node is in by itself, or by all that runs on it', async () => {
  const name = own.namespace.replaceAll('-', '.');
  const reference = { apiVersion: 'v1', kind: 'Node', name };
  const read = async (): Promise<KubeObject> => {
    const found = await own.cluster.read(reference, deadline());
    if (found === undefined) throw new Error('the node is gone');
    return found;
  };
  expect(await reasonOf(await read())).toMatch(/^is not opted in, and neither is pod .* on it$/);
  const path = '/metadata/annotations';
  const annotations = { ...(await read()).metadata.annotations, [key]: 'enabled' };
  const options = { signal: deadline() };
  await own.cluster.patch(reference, [{ op: 'add', path, value: annotations }], options);
  expect(await reasonOf(await read())).toBe('');
});

test('an act beyond a cap is refused as a whole, and noted', async () => {
  const web = await podsOf('web', 3);
  const ledger = new Ledger();
  const refused = (caps: Partial<Caps>, count: number): Promise<void> =>
    open(caps, ledger).permit(
      { name: 'terminate_pods', chosen: web.slice(0, count), population: 3 },
      deadline(),
    );
  await expect(refused({ maxTargets: 1 }, 2)).rejects.toThrow(/max-targets is 1/);
  await expect(refused({ maxPercent: 50 }, 2)).rejects.toThrow(/max-percent 50 allows 1/);
  await expect(refused({ minReadyRemaining: 2 }, 2)).rejects.toThrow(
    /1 of 3 ready pods of Deployment web would be left/,
  );
  expect(ledger.targets).toHaveLength(6);
  expect(ledger.targets.every((target) => !target.in)).toBe(true);
  await refused({ maxTargets: 1, maxPercent: 50, minReadyRemaining: 2 }, 1);
  await expect(open({ minReadyRemaining: 1 }).leaveEnough(web, deadline())).rejects.toThrow(
    /0 of 3 ready pods/,
  );
  await open({ minReadyRemaining: 1 }).leaveEnough(web.slice(1), deadline());
});

test('one that must not be hit keeps all from being hit', async () => {
  const chosen = [await onePod('web', 3), await onePod('quiet')];
  await expect(
    open().permit({ name: 'terminate_pods', chosen, population: 2 }, deadline()),
  ).rejects.toThrow(/^nothing was hit: pod quiet-\S+ in namespace \S+ is not opted in/);
});

test('right before it is hit an object is judged again', async () => {
  const web = await onePod('web', 3);
  const radius = open({ minReadyRemaining: 2 });
  expect((await radius.recheck(web, deadline())).metadata.uid).toBe(web.metadata.uid);
  const options = { signal: deadline() };
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const labels = '/metadata/labels';
  await own.cluster.patch(reference, [{ op: 'remove', path: labels }], options);
  await expect(radius.recheck(web, deadline())).rejects.toThrow(/is not opted in/);
  const add = { op: 'add', path: labels, value: { [key]: 'enabled' } } as const;
  await own.cluster.patch(reference, [add], options);
  await expect(open({ minReadyRemaining: 3 }).recheck(web, deadline())).rejects.toThrow(
    /was not hit: 2 of 3 ready pods/,
  );
});

test('who took the place of an object is not hit for it', async () => {
  const db = await onePod('db');
  await own.cluster.delete(
    { ...pods, name: 'db-0' },
    { signal: deadline(), gracePeriodSeconds: 0 },
  );
  await eventually(
    () => own.cluster.read({ ...pods, name: 'db-0' }, deadline()),
    (found) => found !== undefined && found.metadata.uid !== db.metadata.uid && isServing(found),
  );
  await expect(open().recheck(db, deadline())).rejects.toThrow(
    /pod db-0 in namespace \S+ is gone: another took its name/,
  );
  const quiet = await onePod('quiet');
  await own.cluster.delete({ ...pods, name: quiet.metadata.name }, { signal: deadline() });
  await eventually(
    () => own.cluster.read({ ...pods, name: quiet.metadata.name }, deadline()),
    (found) => found === undefined,
  );
  await expect(open().recheck(quiet, deadline())).rejects.toThrow(/is gone$/);
});
