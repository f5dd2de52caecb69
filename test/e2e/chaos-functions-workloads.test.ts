import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { numberAt, objectAt, stringAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { daemonSet, deployment, statefulSet } from './support/workloads.ts';

let own: OwnNamespace;

const optedIn = (object: KubeObject, replicas: number): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { 'kube-delivery.dev/chaos': 'enabled' } },
  spec: { ...objectAt(object, 'spec'), ...(object.kind === 'DaemonSet' ? {} : { replicas }) },
});

const read = (kind: string, name: string) =>
  own.cluster.read({ apiVersion: 'apps/v1', kind, name }, deadline());

const replicasOf = async (kind: string, name: string): Promise<number | undefined> =>
  numberAt(await read(kind, name), 'spec', 'replicas');

async function pods(app: string): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  return own.cluster.list(query, deadline());
}

const serving = (app: string, count: number): Promise<readonly KubeObject[]> =>
  eventually(
    () => pods(app),
    (all) => all.length === count && all.every(isServing),
    60_000,
  );

const ask = (func: string, given: object, world: TestWorld = functionWorld(own.cluster)) =>
  call(world, func.startsWith('kube') ? func : `chaosk8s.${func}`, { ns: own.namespace, ...given });

beforeAll(async () => {
  own = await ownNamespace('chaos-workloads');
  for (const object of [
    optedIn(deployment('web'), 2),
    optedIn(statefulSet('db'), 2),
    optedIn(daemonSet('agent'), 1),
    deployment('quiet'),
  ]) {
    await own.cluster.apply(object, { signal: deadline() });
  }
  await serving('web', 2);
  await serving('db', 2);
}, 120_000);
afterAll(async () => {
  await own.close();
});

test.each([
  ['Deployment', 'web', 'deployment.actions.scale_deployment'],
  ['StatefulSet', 'db', 'statefulset.actions.scale_statefulset'],
] as const)('a %s is scaled to nothing and back', async (kind, name, func) => {
  await serving(name, 2);
  const uid = (await read(kind, name))?.metadata.uid;
  const world = functionWorld(own.cluster);
  expect(await ask(func, { name, replicas: 0 }, world)).toBeNull();
  const { namespace } = own;
  const object = { apiVersion: 'apps/v1', kind, namespace, name };
  const field = ['spec', 'replicas'];
  expect(world.recorded).toEqual([
    {
      title: `scale ${kind} ${name} from 2 to 0`,
      namespace,
      steps: [{ kind: 'restore-field', object, uid, field, before: 2, during: 0 }],
    },
  ]);
  await serving(name, 0);
  const [title, outcome] = [`scale ${kind} ${name} from 2 to 0`, 'undone'];
  expect(await world.takeBack()).toMatchObject([{ title, namespace, outcome }]);
  await serving(name, 2);
  expect(world.ledger.effects).toBe(1);
  expect(world.ledger.targets.map(({ reason }) => reason)).toEqual(['scaled from 2 to 0']);
});

test('what is scaled already is left alone, which only a rollback and the original call a success', async () => {
  const asked = { name: 'web', replicas: 2 };
  const strict = functionWorld(own.cluster);
  await expect(ask('actions.scale_microservice', asked, strict)).rejects.toThrow(
    'Deployment web has 2 replicas already',
  );
  const rollback = functionWorld(own.cluster, {}, { isRollback: true });
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  for (const world of [rollback, lenient]) {
    expect(await ask('actions.scale_microservice', asked, world)).toBeNull();
    expect(world.lines).toContain('Deployment web has 2 replicas already');
  }
  for (const { ledger, recorded } of [strict, rollback, lenient]) {
    expect([ledger.effects, recorded]).toEqual([0, []]);
  }
});

test('the caps count the pods that go', async () => {
  await serving('web', 2);
  const scale = (caps: object, given: object) =>
    ask('kube_delivery.actions.scale', given, functionWorld(own.cluster, caps));
  const web = { target: 'deployment/web' };
  await expect(scale({ maxTargets: 1 }, { ...web, replicas: 0 })).rejects.toThrow(
    /2 pods would be hit at once, but max-targets is 1/,
  );
  await expect(scale({ minReadyRemaining: 1 }, { ...web, percent: 0 })).rejects.toThrow(
    /0 of 2 ready pods of Deployment web would be left, but min-ready-remaining is 1/,
  );
  await expect(scale({}, { target: 'deployment/quiet', replicas: 0 })).rejects.toThrow(
    /Deployment quiet in namespace \S+ may not be hit: it is not opted in/,
  );
  await expect(scale({}, { target: 'deployment/none', replicas: 0 })).rejects.toThrow(
    /Deployment none in namespace \S+ does not exist/,
  );
  expect(await replicasOf('Deployment', 'web')).toBe(2);
  expect(await replicasOf('Deployment', 'quiet')).toBe(1);
  await scale({ maxTargets: 1, maxPercent: 50 }, { ...web, percent: 50 });
  expect(await replicasOf('Deployment', 'web')).toBe(1);
  await scale({ maxTargets: 1, maxPercent: 50 }, { ...web, replicas: 2 });
  await serving('web', 2);
});

test('a dry run changes nothing', async () => {
  const world = functionWorld(own.cluster, {}, { dryRun: true });
  await ask('deployment.actions.scale_deployment', { name: 'web', replicas: 0 }, world);
  await ask('deployment.actions.rollout_deployment', { name: 'web' }, world);
  expect(await replicasOf('Deployment', 'web')).toBe(2);
  expect(world.ledger.effects).toBe(0);
  expect(world.ledger.targets.map(({ reason }) => reason)).toEqual([
    'would be scaled from 2 to 0',
    'would be restarted',
  ]);
});

test.each([
  ['Deployment', 'web'],
  ['StatefulSet', 'db'],
  ['DaemonSet', 'agent'],
] as const)('a %s is restarted by its own rollout', async (kind, name) => {
  const count = kind === 'DaemonSet' ? 1 : 2;
  const before = (await serving(name, count)).map(({ metadata }) => metadata.uid);
  const world = functionWorld(own.cluster, { maxTargets: 1, maxPercent: 50 });
  const given = { target: `${kind.toLowerCase()}/${name}` };
  expect(await ask('kube_delivery.actions.rollout_restart', given, world)).toBeNull();
  await eventually(
    () => pods(name),
    (all) =>
      all.length === count &&
      all.every((pod) => isServing(pod) && !before.includes(pod.metadata.uid)),
    90_000,
  );
  expect(await world.takeBack()).toMatchObject([
    { title: `restart ${kind} ${name}`, outcome: 'nothing to do' },
  ]);
});

test('a microservice goes as a whole, and comes back', async () => {
  await own.cluster.apply(optedIn(deployment('shop'), 1), { signal: deadline() });
  await serving('shop', 1);
  const world = functionWorld(own.cluster);
  await expect(
    ask(
      'actions.kill_microservice',
      { name: 'shop' },
      functionWorld(own.cluster, { maxPercent: 50 }),
    ),
  ).rejects.toThrow(/1 of 1 pod would be hit, but max-percent 50 allows 0/);
  expect(await ask('actions.kill_microservice', { name: 'shop' }, world)).toBeNull();
  await eventually(
    () => pods('shop'),
    (all) => all.length === 0,
    60_000,
  );
  expect(await replicasOf('Deployment', 'shop')).toBe(0);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  const [pod] = await serving('shop', 1);
  expect(stringAt(pod, 'metadata', 'labels', 'app')).toBe('shop');
});

test('a restart keeps what the template is annotated with', async () => {
  const annotated = { signal: deadline() };
  const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const restartedAt = 'kubectl.kubernetes.io/restartedAt';
  const path = '/spec/template/metadata/annotations';
  const value = { mine: 'kept', [restartedAt]: 'long ago' };
  await own.cluster.patch(web, [{ op: 'add', path, value }], annotated);
  await ask('deployment.actions.rollout_deployment', { name: 'web' });
  const live = await read('Deployment', 'web');
  const annotations = objectAt(live, 'spec', 'template', 'metadata', 'annotations');
  expect(annotations).toEqual({
    mine: 'kept',
    [restartedAt]: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test('an autoscaler that may set the replicas again is told of', async () => {
  const scaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      minReplicas: 1,
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    },
  };
  await own.cluster.apply(scaler, { signal: deadline() });
  const world = functionWorld(own.cluster, {}, { dryRun: true });
  await ask('deployment.actions.scale_deployment', { name: 'web', replicas: 5 }, world);
  expect(world.lines).toContain(
    'a HorizontalPodAutoscaler scales Deployment web: it may set the replicas again at once',
  );
});

test('a microservice without a Deployment loses the first pod of its name', async () => {
  await serving('db', 2);
  const world = functionWorld(own.cluster);
  const given = { name: 'db', label_selector: 'app={name}' };
  expect(await ask('actions.kill_microservice', given, world)).toBeNull();
  expect(world.ledger.targets).toMatchObject([{ kind: 'Pod', name: 'db-0', in: true }]);
});
