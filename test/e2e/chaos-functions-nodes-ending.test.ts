import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, booleanAt, objectAt } from '../../shared/src/json/json.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

const drain = 'chaosk8s.node.actions.drain_nodes';

let own: OwnNamespace;
let locks: ChaosLocks;
let node: SimulatedNode;
let name: string;

async function podsOf(app: string): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  return own.cluster.list(query, deadline());
}

async function run(app: string, metadata: JsonObject, podSpec: JsonObject): Promise<void> {
  const { spec, ...rest } = deployment(app, {}, { ...node.placement, ...podSpec });
  const template = objectAt(spec, 'template');
  const marked = { ...objectAt(template, 'metadata'), ...metadata };
  await own.cluster.create(
    {
      ...rest,
      metadata: { name: app, annotations: { 'kube-delivery.dev/chaos': 'enabled' } },
      spec: { ...objectAt(spec), template: { ...template, metadata: marked } },
    },
    { signal: deadline() },
  );
  await eventually(
    () => podsOf(app),
    ([pod]) => objectAt(pod, 'status').phase === 'Running',
    30_000,
  );
}

async function isCordoned(): Promise<boolean> {
  const found = await own.cluster.read({ apiVersion: 'v1', kind: 'Node', name }, deadline());
  return booleanAt(found, 'spec', 'unschedulable') ?? false;
}

beforeAll(async () => {
  own = await ownNamespace('chaos-ending');
  locks = await holdNodes(own.cluster, own.namespace);
  node = await startSimulatedNode(own.cluster, own.namespace);
  name = own.namespace.replaceAll('-', '.');
}, nodesPatience + 60_000);

afterAll(async () => {
  await locks.release();
  await node.close();
  await own.close();
});

test('a pod with an emptyDir stays where its data must not be lost', async () => {
  await run('cache', {}, { volumes: [{ name: 'scratch', emptyDir: {} }] });
  const here = functionWorld(own.cluster);
  expect(await call(here, drain, { name })).toEqual([name]);
  expect(await isCordoned()).toBe(true);
  const [pod] = await podsOf('cache');
  expect(pod?.metadata.deletionTimestamp).toBeUndefined();
  expect(here.ledger.targets).toContainEqual(
    expect.objectContaining({
      kind: 'Pod',
      name: pod?.metadata.name,
      in: false,
      reason: 'has data in an emptyDir; delete_pods_with_local_storage is false',
    }),
  );
  await call(here, drain, { name, delete_pods_with_local_storage: true, timeout: 30 });
  const after = await podsOf('cache');
  expect(after.map(({ metadata }) => metadata.uid)).not.toContain(pod?.metadata.uid);
  await here.takeBack();
  expect(await isCordoned()).toBe(false);
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cache' };
  await own.cluster.delete(reference, { signal: deadline(), propagation: 'Foreground' });
  await eventually(
    () => podsOf('cache'),
    (pods) => pods.length === 0,
    30_000,
  );
});

test('a pod that does not end is named when the time is over, and a cancelled job waits no longer', async () => {
  await run('slow', { finalizers: ['kube-delivery.dev/stay'] }, {});
  const [pod] = await podsOf('slow');
  const cancel = new AbortController();
  const cancelled = functionWorld(own.cluster, {}, { signal: cancel.signal });
  const waiting = call(cancelled, drain, { name, timeout: 60 });
  await eventually(
    () =>
      own.cluster.read(
        { apiVersion: 'v1', kind: 'Pod', name: pod?.metadata.name ?? '' },
        deadline(),
      ),
    (found) => found?.metadata.deletionTimestamp !== undefined,
  );
  const begun = performance.now();
  cancel.abort(new Error('the job was cancelled'));
  await expect(waiting).rejects.toThrow('the job was cancelled');
  expect(performance.now() - begun).toBeLessThan(1000);
  await cancelled.takeBack();

  const second = await eventually(
    async () =>
      (await podsOf('slow')).find((each) => each.metadata.deletionTimestamp === undefined),
    (found) => objectAt(found, 'status').phase === 'Running',
    30_000,
  );
  const here = functionWorld(own.cluster);
  await expect(call(here, drain, { name, timeout: 3 })).rejects.toThrow(
    `Node ${name} was not drained within 3s: pod ${second?.metadata.name ?? ''} is still ending`,
  );
  await here.takeBack();
  expect(await isCordoned()).toBe(false);
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'slow' };
  await own.cluster.delete(reference, { signal: deadline() });
  const release = { op: 'remove', path: '/metadata/finalizers' } as const;
  for (const each of await podsOf('slow')) {
    if (arrayAt(each, 'metadata', 'finalizers').length === 0) continue;
    const held = { apiVersion: 'v1', kind: 'Pod', name: each.metadata.name };
    await own.cluster.patch(held, [release], { signal: deadline() });
  }
});
