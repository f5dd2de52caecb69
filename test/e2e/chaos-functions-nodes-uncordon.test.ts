import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import type { FunctionWorld } from '../../actions/chaos-run/src/functions/native-function.ts';
import type { ChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { booleanAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

const chaos = 'kube-delivery.dev/chaos';
const mark = 'e2e.kube-delivery.dev/uncordon';
const kind = { apiVersion: 'v1', kind: 'Node' };

let own: OwnNamespace;
let locks: ChaosLocks;
/** Nodes without a machine: `ours` is opted in, `theirs` is not, and somebody repairs it. */
let ours: string;
let theirs: string;

beforeAll(async () => {
  own = await ownNamespace('chaos-uncordon');
  locks = await holdNodes(own.cluster, own.namespace);
  [ours, theirs] = ['ours', 'theirs'].map(
    (name) => `${own.namespace.replaceAll('-', '.')}.${name}`,
  ) as [string, string];
  for (const name of [ours, theirs]) {
    const annotations = name === ours ? { [chaos]: 'enabled' } : {};
    const metadata = { name, labels: { [mark]: own.namespace }, annotations };
    await own.cluster.create({ ...kind, metadata }, { signal: deadline() });
  }
}, nodesPatience + 60_000);
beforeEach(async () => {
  await set(ours, '/spec/unschedulable', false);
  await set(theirs, '/spec/unschedulable', true);
});
afterAll(async () => {
  await locks.release();
  for (const name of [ours, theirs]) {
    await own.cluster.delete({ ...kind, name }, { signal: deadline() });
  }
  await own.close();
});

async function set(name: string, path: string, value: Json): Promise<void> {
  const add = { op: 'add', path, value } as const;
  await own.cluster.patch({ ...kind, name }, [add], { signal: deadline() });
}

const open = (caps: Partial<Caps> = {}): TestWorld => functionWorld(own.cluster, caps);

const act = (world: FunctionWorld, func: string, given: JsonObject): Promise<Json> =>
  call(world, `chaosk8s.node.actions.${func}`, given);

/** Both nodes. */
const both = (): JsonObject => ({ label_selector: `${mark}=${own.namespace}` });

/** Which of the nodes are cordoned: ours, theirs. */
async function cordoned(): Promise<readonly (boolean | undefined)[]> {
  const nodes = await Promise.all(
    [ours, theirs].map((name) => own.cluster.read({ ...kind, name }, deadline())),
  );
  const isCordoned = (node: KubeObject | undefined): boolean =>
    booleanAt(node, 'spec', 'unschedulable') ?? false;
  return nodes.map(isCordoned);
}

test('a rollback uncordons what the run has cordoned, and leaves alone what others have', async () => {
  const world = open({ maxTargets: 1 });
  await act(world, 'cordon_node', { name: ours });
  expect(await cordoned()).toEqual([true, true]);
  expect(await act(world.rollbacks, 'uncordon_node', both())).toEqual([ours]);
  expect(await cordoned()).toEqual([false, true]);
  expect(world.lines.join('\n')).toContain(`Node ${theirs} stays cordoned: it is not opted in`);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'nothing to do' }]);
});

test('neither a rollback nor the method uncordons a node whose owner was not asked', async () => {
  const world = open();
  for (const each of [world, world.rollbacks]) {
    await expect(act(each, 'uncordon_node', { name: theirs })).rejects.toThrow(
      `no node may be hit: ${theirs} is not opted in`,
    );
  }
  expect(await cordoned()).toEqual([false, true]);
});

test('with consent the caps count the nodes', async () => {
  await set(ours, '/spec/unschedulable', true);
  await set(theirs, '/metadata/annotations', { [chaos]: 'enabled' });
  const uncordon = (caps: Partial<Caps>, given: JsonObject): Promise<Json> =>
    act(open(caps).rollbacks, 'uncordon_node', given);
  await expect(uncordon({ maxTargets: 1 }, both())).rejects.toThrow(
    '2 nodes would be hit at once, but max-targets is 1',
  );
  expect(await cordoned()).toEqual([true, true]);
  expect(await uncordon({ maxTargets: 1 }, { name: theirs })).toEqual([theirs]);
  expect(await cordoned()).toEqual([true, false]);
  await set(theirs, '/metadata/annotations', {});
});

test('a node that is not cordoned needs nothing', async () => {
  expect(await act(open(), 'uncordon_node', { name: ours })).toEqual([ours]);
  expect(await cordoned()).toEqual([false, true]);
});
