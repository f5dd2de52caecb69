import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { numberAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

let own: OwnNamespace;
const pods = { apiVersion: 'v1', kind: 'Pod' };

const budget = (name: string): KubeObject => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'guarded' } } },
});

async function readyPod(app: string): Promise<KubeObject> {
  const [pod] = await eventually(
    () => own.cluster.list({ ...pods, labelSelector: `app=${app}` }, deadline()),
    ([first]) => first !== undefined && isServing(first),
    60_000,
  );
  if (pod === undefined) throw new Error(`no pod of ${app}`);
  return pod;
}

beforeAll(async () => {
  own = await ownNamespace('evict');
  await own.cluster.create(deployment('free'), { signal: deadline() });
  await own.cluster.create(deployment('guarded'), { signal: deadline() });
  await own.cluster.create(budget('guard'), { signal: deadline() });
  await readyPod('free');
  await readyPod('guarded');
  await eventually(
    () => own.cluster.read({ ...budget('guard'), name: 'guard' }, deadline()),
    (found) => numberAt(found, 'status', 'expectedPods') === 1,
    30_000,
  );
}, 120_000);
afterAll(async () => {
  await own.close();
});

test('a dry run evicts nothing, the real one only the pod of that uid', async () => {
  const { metadata } = await readyPod('free');
  const { name, uid = '' } = metadata;
  const signal = deadline();
  expect(await own.cluster.evict({ name }, { uid, dryRun: true, signal })).toBe(true);
  const still = await own.cluster.read({ ...pods, name }, signal);
  expect(still?.metadata.deletionTimestamp).toBeUndefined();
  await expect(own.cluster.evict({ name }, { uid: 'another', signal })).rejects.toMatchObject({
    status: 409,
  });
  expect(await own.cluster.evict({ name }, { uid, gracePeriodSeconds: 0, signal })).toBe(true);
  await eventually(
    () => own.cluster.read({ ...pods, name }, signal),
    (found) => found?.metadata.uid !== uid,
  );
  expect(await own.cluster.evict({ name }, { uid, signal })).toBe(false);
});

test('a budget refuses at once, and names itself', async () => {
  const { metadata } = await readyPod('guarded');
  const { name, uid = '' } = metadata;
  const began = performance.now();
  await expect(own.cluster.evict({ name }, { uid, signal: deadline() })).rejects.toMatchObject({
    status: 429,
    call: { verb: 'create', resource: 'pods/eviction', name },
    causes: [{ reason: 'DisruptionBudget', message: expect.stringContaining('guard') }],
  });
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('a deletion with a grace period of its own', async () => {
  const { metadata } = await readyPod('guarded');
  const { name, uid = '' } = metadata;
  const signal = deadline();
  await own.cluster.delete({ ...pods, name }, { uid, gracePeriodSeconds: 0, signal });
  expect(await own.cluster.read({ ...pods, name }, signal)).toBeUndefined();
});

test('several budgets over one pod are no reason to try again', async () => {
  await own.cluster.create(budget('second'), { signal: deadline() });
  const { metadata } = await readyPod('guarded');
  const { name, uid = '' } = metadata;
  const refused = own.cluster.evict({ name }, { uid, signal: deadline() });
  await expect(refused).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('more than one PodDisruptionBudget'),
  });
});
