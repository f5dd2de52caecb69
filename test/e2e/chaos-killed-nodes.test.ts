import { afterAll, expect, test } from '@jest/globals';
import { objectAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { expectNothingLeft } from './support/killed-faults.ts';
import { application } from './support/manifest-folder.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import { connectTest } from './support/test-connection.ts';

const longest = 600_000;
const cluster = await connectTest();

afterAll(() => cluster.close());

/** Whether a node takes pods, and its taints; what the kubelet reports changes by itself. */
async function observeNode(name: string): Promise<Json> {
  const found = await cluster.read({ apiVersion: 'v1', kind: 'Node', name }, deadline());
  return objectAt(found, 'spec');
}

test.each([
  ['cordon-node', {}],
  ['drain-node', { 'min-ready-remaining': '0' }],
])(
  '%s killed at any of its writes and recovered leaves the node as it was',
  async (fault, caps) => {
    const name = `chaos.killed.${fault.replace('-', '.')}`;
    const node = await startSimulatedNode(cluster, name);
    const kills = await expectNothingLeft({
      topic: `kill-${fault}`,
      objects: application({ name: 'web', tag: 'v1', replicas: 2, placement: node.placement }),
      call: () => ({ inputs: { fault, target: `node/${name}`, ...caps } }),
      verdict: 'passed',
      // There is one node.
      atOnce: 1,
      alsoObserve: () => observeNode(name),
    }).finally(() => node.close());
    expect(kills).toBeGreaterThanOrEqual(6);
  },
  longest,
);

test(
  'exec killed at any of its writes and recovered leaves nothing',
  async () => {
    const kills = await expectNothingLeft({
      topic: 'kill-exec',
      objects: application({ name: 'web', tag: 'v1', replicas: 2 }),
      call: () => ({
        inputs: { fault: 'exec', target: 'deployment/web', command: '/bin/busybox true' },
      }),
      verdict: 'passed',
      atOnce: 2,
    });
    expect(kills).toBeGreaterThanOrEqual(4);
  },
  longest,
);
