import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { functionCatalogue } from '../../actions/chaos-run/src/functions/catalogue.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { objectAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

let own: OwnNamespace;
const web = { label_selector: 'app=web' };
const optedIn = { labels: { 'kube-delivery.dev/chaos': 'enabled' } };
const pod = 'chaosk8s.pod';

async function pods(app: string): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  return own.cluster.list(query, deadline());
}

async function serving(app: string, count: number): Promise<readonly KubeObject[]> {
  return eventually(
    () => pods(app),
    (all) => all.length === count && all.every(isServing),
    60_000,
  );
}

function namesOf(all: readonly KubeObject[]): readonly string[] {
  return all.map(({ metadata }) => metadata.name).toSorted();
}

const ask = (func: string, given: object, world: TestWorld = functionWorld(own.cluster)) =>
  call(world, `${pod}.${func}`, { ns: own.namespace, ...given });

beforeAll(async () => {
  own = await ownNamespace('chaos-pods');
  const application = deployment('web');
  const spec = { ...objectAt(application, 'spec'), replicas: 3 };
  await own.cluster.apply(
    { ...application, metadata: { name: 'web', ...optedIn }, spec },
    { signal: deadline() },
  );
  await own.cluster.apply(deployment('quiet'), { signal: deadline() });
  await serving('web', 3);
  await serving('quiet', 1);
}, 120_000);
afterAll(async () => {
  await own.close();
});

test('a killed pod is gone and another takes its place', async () => {
  const before = await serving('web', 3);
  const world = functionWorld(own.cluster);
  const killed = await ask('actions.terminate_pods', { ...web, rand: true }, world);
  const names = killed as readonly string[];
  expect(names).toHaveLength(1);
  expect(namesOf(before)).toContain(names[0]);
  const after = await eventually(
    () => pods('web'),
    (all) => all.length === 3 && !namesOf(all).includes(names[0] ?? ''),
    60_000,
  );
  expect(namesOf(after)).not.toEqual(namesOf(before));
  expect(world.recorded).toEqual([
    { title: `kill pod ${names[0]}`, namespace: own.namespace, steps: [{ kind: 'nothing' }] },
  ]);
  expect(await world.takeBack()).toMatchObject([{ outcome: 'nothing to do' }]);
  expect(world.ledger.effects).toBe(1);
  expect(world.ledger.targets).toMatchObject([
    { kind: 'Pod', name: names[0], in: true, reason: 'evicted', act: 'terminate_pods' },
  ]);
});

test('a crash leaves no time to end', async () => {
  await serving('web', 3);
  const [name] = (await ask('actions.terminate_pods', {
    ...web,
    grace_period: 0,
  })) as readonly string[];
  // With its own second of grace it would be there for a while.
  expect(namesOf(await pods('web'))).not.toContain(name);
});

test('two of three pods by percentage and age, the oldest first', async () => {
  await serving('web', 3);
  const all = await pods('web');
  const born = (each: KubeObject): string => each.metadata.creationTimestamp ?? '';
  const youngest = all.map(born).toSorted().at(-1);
  const given = { ...web, mode: 'percentage', qty: 50, order: 'oldest' };
  const killed = (await ask('actions.terminate_pods', given)) as readonly string[];
  expect(killed).toHaveLength(2);
  const ages = all.filter((each) => killed.includes(each.metadata.name)).map(born);
  const left = all.filter((each) => !killed.includes(each.metadata.name)).map(born);
  expect(left).toEqual([youngest]);
  expect(ages.every((age) => age <= (left[0] ?? ''))).toBe(true);
});

test('more than a cap allows is refused as a whole', async () => {
  const before = await serving('web', 3);
  const world = functionWorld(own.cluster, { maxTargets: 1 });
  await expect(ask('actions.terminate_pods', { ...web, qty: 2 }, world)).rejects.toMatchObject({
    name: 'ActivityFailedError',
    message: expect.stringContaining('raise max-targets to 2'),
  });
  expect(namesOf(await pods('web'))).toEqual(namesOf(before));
  expect(world.recorded).toEqual([]);
  expect(world.ledger.effects).toBe(0);
});

test('a pod that is not opted in is never hit, and zero pods are a failure', async () => {
  const world = functionWorld(own.cluster);
  const [quiet] = await pods('quiet');
  await expect(
    ask('actions.terminate_pods', { label_selector: 'app=quiet' }, world),
  ).rejects.toThrow(`no pod may be hit: ${quiet?.metadata.name} is not opted in`);
  await expect(ask('actions.terminate_pods', { label_selector: 'app=none' })).rejects.toThrow(
    `no pod may be hit: none matches label selector app=none in namespace ${own.namespace}`,
  );
  expect(world.ledger.targets).toMatchObject([{ name: quiet?.metadata.name, in: false }]);
  expect(isServing((await pods('quiet'))[0] ?? deployment('quiet'))).toBe(true);
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  expect(await ask('actions.terminate_pods', { label_selector: 'app=none' }, lenient)).toEqual([]);
});

test('the name pattern is one of Python', async () => {
  await serving('web', 3);
  const world = functionWorld(own.cluster, {}, { dryRun: true });
  const given = { name_pattern: '(?P<app>web)-[0-9a-f]+-', all: true };
  expect(await ask('actions.terminate_pods', given, world)).toEqual(namesOf(await pods('web')));
  expect(world.ledger.effects).toBe(0);
  await expect(ask('actions.terminate_pods', { name_pattern: 'web(' })).rejects.toThrow(
    /the pattern web\( cannot be used/,
  );
});

test('a disruption budget refuses, unless it is not to be respected', async () => {
  await serving('web', 3);
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web-budget' },
    spec: { minAvailable: 3, selector: { matchLabels: { app: 'web' } } },
  };
  await own.cluster.apply(budget, { signal: deadline() });
  const reference = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', name: 'web-budget' };
  await eventually(
    () => own.cluster.read(reference, deadline()),
    (live) => objectAt(live, 'status').currentHealthy === 3,
  );
  const world = functionWorld(own.cluster);
  await expect(ask('actions.terminate_pods', web, world)).rejects.toThrow(
    /was not evicted: The disruption budget web-budget needs 3 healthy pods/,
  );
  expect(world.ledger.effects).toBe(0);
  const ruthless = functionWorld(own.cluster, { respectPdb: false });
  expect(await ask('actions.delete_pods', { name: 'web-' }, ruthless)).toHaveLength(1);
  await own.cluster.delete(reference, { signal: deadline() });
});

test('what would be in or out is told without any harm', async () => {
  const before = await serving('web', 3);
  const world = functionWorld(own.cluster);
  const fn = functionCatalogue.find('kube_delivery.actions', 'kill_pods');
  if (fn?.type !== 'action') throw new Error('kill_pods is no action');
  const none = { target: 'pod/none', ns: own.namespace, count: 1, percent: null };
  await expect(fn.discover(none, world)).rejects.toThrow('Pod none in namespace');
  await fn.discover(
    { target: 'deployment/web', ns: own.namespace, count: 1, percent: null },
    world,
  );
  expect(world.ledger.targets.map((each) => [each.name, each.in]).toSorted()).toEqual(
    namesOf(before).map((name) => [name, true]),
  );
  expect(world.ledger.effects).toBe(0);
});

test('pods behind a target are killed by count or percentage, rounded down', async () => {
  await serving('web', 3);
  const kill = (given: object) =>
    call(functionWorld(own.cluster), 'kube_delivery.actions.kill_pods', {
      target: 'deployment/web',
      ns: own.namespace,
      ...given,
    });
  await expect(kill({ percent: 33 })).rejects.toThrow(
    '33 % of 3 pods are asked for, which is none',
  );
  expect(await kill({ percent: 67 })).toHaveLength(2);
  await serving('web', 3);
  expect(await kill({})).toHaveLength(1);
  await expect(kill({ target: 'deployment/none' })).rejects.toThrow(
    `Deployment none in namespace ${own.namespace} does not exist`,
  );
});
