import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import type { FunctionWorld } from '../../actions/chaos-run/src/functions/native-function.ts';
import type { ChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { booleanAt, objectAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

const chaos = 'kube-delivery.dev/chaos';
const simulated = 'kube-delivery.dev/simulated';

let own: OwnNamespace;
let locks: ChaosLocks;
let nodes: readonly SimulatedNode[];
/** `a`, whose owner has opted in, and `b`, where its pods may go. */
let a: string;
let b: string;
let worlds: TestWorld[] = [];

function world(caps: Partial<Caps> = {}, differences: Partial<FunctionWorld> = {}): TestWorld {
  const made = functionWorld(own.cluster, caps, differences);
  worlds.push(made);
  return made;
}

function act(here: TestWorld, func: string, given: JsonObject): Promise<Json> {
  return call(here, `chaosk8s.node.actions.${func}`, given);
}

async function setNode(name: string, path: string, value: Json): Promise<void> {
  const node = { apiVersion: 'v1', kind: 'Node', name };
  await own.cluster.patch(node, [{ op: 'add', path, value }], { signal: deadline() });
}

async function isCordoned(name: string): Promise<boolean> {
  const node = await own.cluster.read({ apiVersion: 'v1', kind: 'Node', name }, deadline());
  return booleanAt(node, 'spec', 'unschedulable') ?? false;
}

/** The pods of an application by the node that they are on. */
async function places(app: string): Promise<readonly (string | undefined)[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  const pods = await own.cluster.list(query, deadline());
  return pods.filter(isServing).map((pod) => stringAt(pod, 'spec', 'nodeName'));
}

/** What brings pods to the two nodes, and to no other. */
function placement(): JsonObject {
  const term = { matchExpressions: [{ key: simulated, operator: 'In', values: [a, b] }] };
  return {
    tolerations: [{ key: simulated }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
      },
    },
  };
}

async function create(object: KubeObject): Promise<void> {
  await own.cluster.create(object, { signal: deadline() });
}

/** Runs an application on node `a`, from where its pods may go to `b`. */
async function runOnA(name: string, replicas: number, budget?: JsonObject): Promise<void> {
  await setNode(b, '/spec/unschedulable', true);
  const { spec, ...rest } = deployment(name, {}, placement());
  await create({
    ...rest,
    metadata: { name, annotations: { [chaos]: 'enabled' } },
    spec: { ...objectAt(spec), replicas },
  });
  if (budget !== undefined) {
    const selector = { matchLabels: { app: name } };
    const kind = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' };
    await create({ ...kind, metadata: { name }, spec: { selector, ...budget } });
    await eventually(
      () => own.cluster.read({ ...kind, name }, deadline()),
      (found) => objectAt(found, 'status').currentHealthy === replicas,
      30_000,
    );
  }
  await eventually(
    () => places(name),
    (all) => all.length === replicas && all.every((node) => node === a),
    30_000,
  );
  await setNode(b, '/spec/unschedulable', false);
}

beforeAll(async () => {
  own = await ownNamespace('chaos-nodes');
  locks = await holdNodes(own.cluster, own.namespace);
  const topics = [`${own.namespace}-a`, `${own.namespace}-b`] as const;
  nodes = await Promise.all(topics.map((topic) => startSimulatedNode(own.cluster, topic)));
  a = topics[0].replaceAll('-', '.');
  b = topics[1].replaceAll('-', '.');
}, nodesPatience + 60_000);

beforeEach(async () => {
  await setNode(a, '/metadata/annotations', { [chaos]: 'enabled' });
});

afterEach(async () => {
  for (const each of worlds) await each.takeBack();
  worlds = [];
  expect(await isCordoned(a)).toBe(false);
  for (const [apiVersion, kind] of [
    ['apps/v1', 'Deployment'],
    ['policy/v1', 'PodDisruptionBudget'],
    ['v1', 'Pod'],
  ] as const) {
    for (const { metadata } of await own.cluster.list({ apiVersion, kind }, deadline())) {
      await own.cluster.delete({ apiVersion, kind, name: metadata.name }, { signal: deadline() });
    }
  }
});

afterAll(async () => {
  await locks.release();
  await Promise.all(nodes.map((node) => node.close()));
  await own.close();
});

test('a node is cordoned with its way back, and uncordoned', async () => {
  const here = world();
  expect(await act(here, 'cordon_node', { name: a })).toEqual([a]);
  expect(await isCordoned(a)).toBe(true);
  expect(here.recorded).toMatchObject([{ title: `cordon Node ${a}`, namespace: undefined }]);
  expect(here.ledger).toMatchObject({ effects: 1 });
  expect(here.ledger.targets).toMatchObject([{ kind: 'Node', name: a, in: true }]);

  const again = world();
  await expect(act(again, 'cordon_node', { name: a })).rejects.toThrow(`cordoned already: ${a}`);
  expect(again.recorded).toEqual([]);
  const lenient = world({}, { compat: 'chaostoolkit' });
  expect(await act(lenient, 'cordon_node', { name: a })).toEqual([a]);
  expect(lenient.ledger.effects).toBe(0);

  expect(await here.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  expect(await isCordoned(a)).toBe(false);
  await act(here, 'cordon_node', { label_selector: `${simulated}=${a}` });
  expect(await act(here, 'uncordon_node', { name: a })).toEqual([a]);
  expect(await isCordoned(a)).toBe(false);
});

test('a node that is not opted in is left alone, unless all of its pods are', async () => {
  await expect(act(world(), 'cordon_node', { name: b })).rejects.toThrow(
    `no node may be hit: ${b} is not opted in`,
  );
  await expect(act(world(), 'cordon_node', { name: 'no-such-node' })).rejects.toThrow(
    'no node matches name "no-such-node"',
  );
  await setNode(a, '/metadata/annotations', {});
  await runOnA('web', 1);
  expect(await act(world(), 'cordon_node', { name: a })).toEqual([a]);
});

test('a drain asks a budget again until the pods have moved', async () => {
  await runOnA('web', 2, { minAvailable: 2 });
  const here = world();
  const drained = act(here, 'drain_nodes', { name: a, timeout: 60 });
  await eventually(
    () => here.lines.filter((line) => / is kept: .*asked again every 2s$/.test(line)),
    (lines) => lines.length === 2,
  );
  expect(await places('web')).toEqual([a, a]);
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name: 'web' };
  const looser = { op: 'replace', path: '/spec/minAvailable', value: 1 } as const;
  await own.cluster.patch(budget, [looser], { signal: deadline() });
  expect(await drained).toEqual([a]);
  expect(await isCordoned(a)).toBe(true);
  await eventually(
    () => places('web'),
    (all) => all.length === 2 && all.every((node) => node === b),
  );
  const hit = here.ledger.targets.filter((target) => target.in);
  expect(hit.map(({ kind, reason }) => `${kind} ${reason}`).sort()).toEqual([
    'Node cordoned',
    'Node drained',
    'Pod evicted',
    'Pod evicted',
  ]);
  expect(await here.takeBack()).toMatchObject([{ title: `cordon Node ${a}`, outcome: 'undone' }]);
});

test('a budget that never lets go fails the drain by its name, and the way back uncordons', async () => {
  await runOnA('web', 2, { minAvailable: 2 });
  const here = world();
  const begun = performance.now();
  await expect(act(here, 'drain_nodes', { name: a, timeout: 5 })).rejects.toThrow(
    new RegExp(`^Node ${a} was not drained within 5s: pod web-.* is kept: .*web`),
  );
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(await places('web')).toEqual([a, a]);
  expect(await isCordoned(a)).toBe(true);
  expect(await here.takeBack()).toMatchObject([{ outcome: 'undone' }]);
});

test('without respect-pdb pods are deleted all the same', async () => {
  await runOnA('web', 2, { minAvailable: 2 });
  const here = world({ respectPdb: false });
  expect(await act(here, 'drain_nodes', { name: a, timeout: 30 })).toEqual([a]);
  expect(await places('web')).not.toContain(a);
});

test.each([
  [
    'a pod that nobody opted in',
    (name: string): KubeObject =>
      deployment(name, {}, { ...placement(), nodeSelector: { [simulated]: a } }),
    /^Node .* is not drained, as not all of its pods may be hit: pod .*\/shy-.* is not opted in/,
  ],
  [
    'a pod that nothing would replace',
    (name: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: name }, annotations: { [chaos]: 'enabled' } },
      spec: {
        ...placement(),
        nodeSelector: { [simulated]: a },
        containers: [{ name: 'app', image: 'none' }],
      },
    }),
    /^Node .* is not drained: nothing would replace pod .*\/shy, which no controller owns/,
  ],
])('%s keeps its node from being drained', async (_, workload, message) => {
  await create(workload('shy'));
  await eventually(
    () => places('shy'),
    (all) => all.length === 1,
    30_000,
  );
  const here = world();
  await expect(act(here, 'drain_nodes', { name: a })).rejects.toThrow(message);
  expect(here.recorded).toEqual([]);
  expect(await places('shy')).toEqual([a]);
});

test('caps hold: nodes, their share, and ready pods of each workload', async () => {
  await runOnA('web', 2);
  const drain = (caps: Partial<Caps>): Promise<Json> =>
    act(world(caps), 'drain_nodes', { name: a, timeout: 30 });
  await expect(drain({ maxTargets: 0 })).rejects.toThrow('but max-targets is 0');
  await expect(drain({ maxPercent: 1 })).rejects.toThrow(/but max-percent 1 allows 0/);
  await expect(drain({ minReadyRemaining: 1 })).rejects.toThrow(
    '0 of 2 ready pods of Deployment web would be left, but min-ready-remaining is 1',
  );
  expect(await places('web')).toEqual([a, a]);
});

test('a dry run asks for every eviction, and does none', async () => {
  await runOnA('web', 2);
  const undo = { record: () => Promise.resolve({ mark: {} }) };
  const here = world({}, { dryRun: true, undo });
  expect(await act(here, 'drain_nodes', { name: a })).toEqual([a]);
  expect(await places('web')).toEqual([a, a]);
  expect(await isCordoned(a)).toBe(false);
  expect(here.ledger.effects).toBe(0);
  expect(here.ledger.targets.map(({ reason }) => reason)).toContain('would be evicted');
});

test('nodes by the pods on them, by chance, and of a target', async () => {
  await runOnA('web', 1);
  const given = { pod_label_selector: 'app=web', pod_namespace: own.namespace, count: 1 };
  expect(await act(world(), 'drain_nodes', given)).toEqual([a]);
  for (const each of worlds) await each.takeBack();
  await eventually(
    () => places('web'),
    (all) => all.length === 1 && all[0] === b,
    30_000,
  );
  await setNode(b, '/metadata/annotations', { [chaos]: 'enabled' });
  const ours = (func: string, target: string, more: JsonObject = {}): Promise<Json> =>
    call(world(), `kube_delivery.actions.${func}`, { target, ns: own.namespace, ...more });
  expect(await ours('cordon_node', `node/${a}`)).toEqual([a]);
  expect(await isCordoned(a)).toBe(true);
  for (const each of worlds) await each.takeBack();
  expect(await ours('drain_node', 'deployment/web', { percent: 100 })).toEqual([b]);
  await eventually(
    () => places('web'),
    (all) => all.length === 1 && all[0] === a,
    30_000,
  );
  await expect(ours('cordon_node', 'node/none')).rejects.toThrow('there is no such node');
  await expect(ours('drain_node', `node/${a}`, { percent: 50 })).rejects.toThrow('no node is hit');
  await setNode(b, '/metadata/annotations', {});
});
