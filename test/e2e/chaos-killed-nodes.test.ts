import { afterAll, expect, test } from '@jest/globals';
import { arrayAt, booleanAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectNothingLeft } from './support/killed-faults.ts';
import { commandCalls, cordonedNodeCalls, nodeCalls } from './support/killed-nodes.ts';
import { application } from './support/manifest-folder.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import { connectTest } from './support/test-connection.ts';

const longest = 600_000;
const cluster = await connectTest();

afterAll(() => cluster.close());

/** Its owners let chaos-run put it back to use. */
const cordon = [
  { op: 'add', path: '/spec/unschedulable', value: true },
  { op: 'add', path: '/metadata/labels/kube-delivery.dev~1chaos', value: 'enabled' },
] as const;

/** Whether the node takes pods, and its taints; what the kubelet reports changes by itself. */
async function observeNode(name: string): Promise<Json> {
  const taint = 'node.kubernetes.io/unschedulable';
  const taintsOf = (node: unknown) =>
    arrayAt(node, 'spec', 'taints').map((each) => stringAt(each, 'key'));
  const isCordoned = (node: unknown) => booleanAt(node, 'spec', 'unschedulable') === true;
  // A controller follows with the taint.
  const node = await eventually(
    () => cluster.read({ apiVersion: 'v1', kind: 'Node', name }, deadline()),
    (found) => taintsOf(found).includes(taint) === isCordoned(found),
    20_000,
  );
  return { isCordoned: isCordoned(node), taints: taintsOf(node).map(String) };
}

test.each([
  ...nodeCalls.map((each) => [each.topic, each, false] as const),
  ...cordonedNodeCalls.map((each) => [each.topic, each, true] as const),
])(
  '%s killed at any of its writes and recovered leaves the node as it was',
  async (topic, { node: name, call }, isCordoned) => {
    const node = await startSimulatedNode(cluster, name);
    const { placement } = node;
    if (isCordoned) {
      const reference = { apiVersion: 'v1', kind: 'Node', name };
      await cluster.patch(reference, cordon, { signal: deadline() });
    }
    const kills = await expectNothingLeft({
      topic: `kill-${topic}`,
      objects: isCordoned ? [] : application({ name: 'web', tag: 'v1', replicas: 2, placement }),
      call,
      // There is one node.
      atOnce: 1,
      alsoObserve: () => observeNode(name),
    }).finally(() => node.close());
    expect(kills).toBeGreaterThanOrEqual(6);
  },
  longest,
);

test.each(commandCalls.map((each) => [each.topic, each] as const))(
  '%s killed at any of its writes and recovered leaves nothing',
  async (topic, { call }) => {
    const kills = await expectNothingLeft({
      topic: `kill-${topic}`,
      objects: application({ name: 'web', tag: 'v1', replicas: 2 }),
      call,
      atOnce: 2,
    });
    expect(kills).toBeGreaterThanOrEqual(4);
  },
  longest,
);
