import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { call, functionWorld } from './support/function-world.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { deadline } from './support/deadline.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
let node: SimulatedNode;
let name: string;

const ask = (func: string, given: JsonObject = {}, compat: 'strict' | 'chaostoolkit' = 'strict') =>
  call(functionWorld(own.cluster, {}, { compat }), `chaosk8s.node.probes.${func}`, {
    label_selector: `kube-delivery.dev/simulated=${name}`,
    ...given,
  });

beforeAll(async () => {
  own = await ownNamespace('chaos-node-probes');
  node = await startSimulatedNode(own.cluster, own.namespace);
  name = own.namespace.replaceAll('-', '.');
}, 60_000);

afterAll(async () => {
  await node.close();
  await own.close();
});

test('nodes as a list of Kubernetes, by label or all', async () => {
  const list = await ask('get_nodes');
  expect(list).toMatchObject({ apiVersion: 'v1', kind: 'NodeList' });
  expect(arrayAt(list, 'items').map((item) => stringAt(item, 'metadata', 'name'))).toEqual([name]);
  const all = await ask('get_nodes', { label_selector: null });
  expect(arrayAt(all, 'items').length).toBeGreaterThan(1);
});

test('the conditions of nodes, and what they should be', async () => {
  expect(await ask('get_all_node_status_conditions')).toMatchObject([
    { name, Ready: 'True', PIDPressure: 'False', MemoryPressure: 'False' },
  ]);
  expect(await ask('all_nodes_must_be_ready_to_schedule')).toBe(true);
  expect(await ask('nodes_must_be_healthy')).toBe(true);
  expect(await ask('verify_nodes_condition')).toBe(true);
  const given = { condition_type: 'DiskPressure', condition_value: 'True' };
  expect(await ask('verify_nodes_condition', given)).toBe(false);
});

test('a node under pressure is not healthy, though it is ready', async () => {
  const label = 'kube-delivery.dev/sick';
  const reference = { apiVersion: 'v1', kind: 'Node', name: `${name}.sick` };
  const metadata = { name: reference.name, labels: { [label]: name } };
  // As a kubelet registers its node; nothing is to be scheduled to it.
  const conditions = [
    { type: 'Ready', status: 'True' },
    { type: 'DiskPressure', status: 'True' },
  ];
  await own.cluster.create(
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata,
      spec: { unschedulable: true },
      status: { conditions },
    },
    { signal: deadline() },
  );
  try {
    const sick = { label_selector: `${label}=${name}` };
    expect(await ask('all_nodes_must_be_ready_to_schedule', sick)).toBe(true);
    expect(await ask('nodes_must_be_healthy', sick)).toBe(false);
    const given = { ...sick, condition_type: 'DiskPressure' };
    expect(await ask('verify_nodes_condition', given)).toBe(false);
    expect(await ask('verify_nodes_condition', { ...given, condition_value: 'True' })).toBe(true);
  } finally {
    await own.cluster.delete(reference, { signal: deadline() });
  }
});

test('no node at all is a failure, unless as the original', async () => {
  const none = { label_selector: 'no=such' };
  for (const func of ['all_nodes_must_be_ready_to_schedule', 'nodes_must_be_healthy']) {
    await expect(ask(func, none)).rejects.toThrow('no node matches the labels "no=such"');
    expect(await ask(func, none, 'chaostoolkit')).toBe(true);
  }
  expect(await ask('get_all_node_status_conditions', none)).toEqual([]);
});
