import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import type { FunctionWorld } from '../../actions/chaos-run/src/functions/native-function.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { arrayAt, numberAt, objectAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

let own: OwnNamespace;
let node: SimulatedNode;
const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const mark = { 'kube-delivery.dev/chaos': 'enabled' };

const opening = (caps: Partial<Caps> = {}): TestWorld => functionWorld(own.cluster, caps);
/** One of two pods at most. */
const narrow = { maxTargets: 1, maxPercent: 50, minReadyRemaining: 1 };

const scale = (world: FunctionWorld, replicas: number, name = 'web'): Promise<Json> =>
  call(world, 'chaosk8s.deployment.actions.scale_deployment', {
    name,
    ns: own.namespace,
    replicas,
  });

const replicas = async (name = 'web'): Promise<number | undefined> =>
  numberAt(await own.cluster.read({ ...web, name }, deadline()), 'spec', 'replicas');

/** What somebody else does. */
async function setReplicas(value: number): Promise<void> {
  const replace = { op: 'replace', path: '/spec/replicas', value } as const;
  await own.cluster.patch(web, [replace], { signal: deadline() });
}

async function setCordoned(value: boolean): Promise<void> {
  const name = own.namespace.replaceAll('-', '.');
  const add = { op: 'add', path: '/spec/unschedulable', value } as const;
  await own.cluster.patch({ apiVersion: 'v1', kind: 'Node', name }, [add], { signal: deadline() });
}

async function servingPods(): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=web' };
  return (await own.cluster.list(query, deadline())).filter(isServing);
}

const serving = async (): Promise<number> => (await servingPods()).length;

beforeAll(async () => {
  own = await ownNamespace('chaos-rollbacks');
  node = await startSimulatedNode(own.cluster, own.namespace);
  for (const name of ['web', 'quiet']) {
    const { spec, ...rest } = deployment(name, {}, node.placement);
    const metadata = { name, labels: name === 'web' ? mark : {} };
    const object = { ...rest, metadata, spec: { ...objectAt(spec), replicas: 3 } };
    await own.cluster.create(object, { signal: deadline() });
  }
}, 90_000);
beforeEach(async () => {
  await setReplicas(3);
  await eventually(serving, (count) => count === 3, 30_000);
});
afterAll(async () => {
  await node.close();
  await own.close();
});

test('a rollback brings back what the method took, and the way back has nothing to do then', async () => {
  const world = opening();
  await scale(world, 0);
  await scale(world.rollbacks, 3);
  expect(await replicas()).toBe(3);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'nothing to do' }]);
  // Cut short, the rollbacks follow the way back.
  await scale(world, 1);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  await scale(world.rollbacks, 3);
  expect(await replicas()).toBe(3);
});

test('a rollback ends the pods that the method has added, whatever the caps say', async () => {
  const world = opening(narrow);
  await scale(world, 6);
  await eventually(serving, (count) => count === 6, 30_000);
  await scale(world.rollbacks, 3);
  expect(await replicas()).toBe(3);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'nothing to do' }]);
});

test('all else that a rollback scales is an act like any other', async () => {
  const world = opening(narrow);
  await expect(scale(world.rollbacks, 0)).rejects.toThrow(
    '3 pods would be hit at once, but max-targets is 1',
  );
  await expect(scale(world.rollbacks, 4, 'quiet')).rejects.toThrow(
    /Deployment quiet in namespace \S+ may not be hit: it is not opted in/,
  );
  await scale(world, 2);
  await eventually(serving, (count) => count === 2, 30_000);
  await expect(scale(world.rollbacks, 0)).rejects.toThrow('2 pods would be hit at once');
  expect([await replicas(), await replicas('quiet')]).toEqual([2, 3]);
  // One of two may be hit, and one is left.
  await scale(world.rollbacks, 1);
  expect(await replicas()).toBe(1);
});

test('a rollback of what is as it should be asks for no leave', async () => {
  expect(await scale(opening(narrow).rollbacks, 3, 'quiet')).toBeNull();
});

test('a rollback changes no more than a fault may', async () => {
  const group = 'rbac.authorization.k8s.io';
  const role = { apiVersion: `${group}/v1`, kind: 'Role', name: 'mighty' };
  const { apiVersion, kind, name } = role;
  await own.cluster.create(
    { apiVersion, kind, metadata: { name, labels: mark }, rules: [] },
    { signal: deadline() },
  );
  const all = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
  const patch = call(opening().rollbacks, 'chaosk8s.crd.actions.patch_custom_object', {
    group,
    version: 'v1',
    plural: 'roles',
    ns: own.namespace,
    name,
    resource: [{ op: 'add', path: '/rules', value: all }],
  });
  await expect(patch).rejects.toThrow(
    `change Role mighty: nothing was done, as there would be no way back: rules of Role mighty in namespace ${own.namespace} is no field that a fault changes`,
  );
  const live = await own.cluster.read(role, deadline());
  expect(arrayAt(live, 'rules')).toEqual([]);
});

test.each([2, 7])('a rollback leaves alone that somebody else has set %i replicas', async (set) => {
  const world = opening();
  await scale(world, 1);
  await setReplicas(set);
  await expect(scale(world.rollbacks, 3)).rejects.toThrow(
    `scale Deployment web from ${set} to 3: nothing was done, as spec.replicas of Deployment web in namespace ${own.namespace} is ${set}, which somebody else set since`,
  );
  expect(await replicas()).toBe(set);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'left alone' }]);
});

/** Kills the pod of that number among those that serve. */
async function kill(world: FunctionWorld, at = 0): Promise<Json> {
  const pod = (await servingPods())[at]?.metadata.name ?? '';
  return call(world, 'chaosk8s.pod.actions.terminate_pods', {
    label_selector: 'app=web',
    name_pattern: pod,
    ns: own.namespace,
  });
}

test('two acts at the same moment do not go below min-ready-remaining', async () => {
  // Those that are killed are not replaced.
  await setCordoned(true);
  try {
    const both = opening({ minReadyRemaining: 2 });
    const ends = await Promise.allSettled([0, 1, 2].map((at) => kill(both, at)));
    const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    expect(refusals).toEqual([
      expect.stringContaining('min-ready-remaining is 2'),
      expect.stringContaining('min-ready-remaining is 2'),
    ]);
    expect(await serving()).toBe(2);
  } finally {
    await setCordoned(false);
  }
});

test('a kill while a workload is scaled does not go below min-ready-remaining', async () => {
  await setCordoned(true);
  try {
    const both = opening({ minReadyRemaining: 2 });
    const [scaled, killed] = await Promise.allSettled([scale(both, 2), kill(both)]);
    expect([scaled.status, killed.status]).toContain('fulfilled');
    await eventually(serving, (count) => count === 2, 30_000);
    const refused = opening({ minReadyRemaining: 2 });
    await expect(kill(refused)).rejects.toThrow('min-ready-remaining is 2');
    expect(await serving()).toBe(2);
  } finally {
    await setCordoned(false);
  }
});
