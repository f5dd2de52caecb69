import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { numberAt, objectAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { daemonSet, deployment, statefulSet } from './support/workloads.ts';

let own: OwnNamespace;
/** Its pods run, but are never ready. */
const never = {
  readinessProbe: { exec: { command: ['/bin/busybox', 'false'] }, periodSeconds: 1 },
};
type Compat = 'strict' | 'chaostoolkit';

const ask = (func: string, given: object, compat: Compat = 'strict') =>
  call(functionWorld(own.cluster, {}, { compat }), `chaosk8s.${func}`, {
    ns: own.namespace,
    ...given,
  });

const withReplicas = (object: KubeObject, replicas: number): KubeObject => ({
  ...object,
  spec: { ...objectAt(object, 'spec'), replicas },
});

beforeAll(async () => {
  own = await ownNamespace('chaos-asked');
  for (const object of [
    deployment('web'),
    deployment('sick', never),
    withReplicas(deployment('none'), 0),
    statefulSet('db'),
    statefulSet('sickdb', never),
    daemonSet('agent'),
    daemonSet('sickagent', never),
  ]) {
    await own.cluster.apply(object, { signal: deadline() });
  }
  await eventually(
    () => own.cluster.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'sick' }, deadline()),
    (live) => numberAt(live, 'status', 'replicas') === 1,
    60_000,
  );
}, 120_000);
afterAll(async () => {
  await own.close();
});

test.each([
  ['deployment.probes.deployment', 'web', 'sick'],
  ['statefulset.probes.statefulset', 'db', 'sickdb'],
] as const)('%s is waited for until it is whole or not', async (prefix, good, bad) => {
  expect(await ask(`${prefix}_fully_available`, { name: good })).toBe(true);
  expect(await ask(`${prefix}_not_fully_available`, { name: bad })).toBe(true);
  const short = { timeout: 1 };
  await expect(ask(`${prefix}_fully_available`, { name: bad, ...short })).rejects.toThrow(
    new RegExp(`${bad} was not fully available within 1s`),
  );
  const quiet = { ...short, raise_on_fully_available: false };
  expect(await ask(`${prefix}_not_fully_available`, { name: good, ...quiet })).toBe(false);
  await expect(ask(`${prefix}_fully_available`, { name: 'gone', ...short })).rejects.toThrow(
    /gone was not fully available within 1s/,
  );
});

test('the deprecated names wait the same, and always raise', async () => {
  expect(await ask('probes.deployment_is_fully_available', { name: 'web' })).toBe(true);
  await expect(
    ask('probes.deployment_is_not_fully_available', { name: 'web', timeout: 1 }),
  ).rejects.toThrow(/web was not short of a pod within 1s/);
});

test('a Deployment is healthy with all its pods, and not with none', async () => {
  const healthy = 'deployment.probes.deployment_available_and_healthy';
  await ask('deployment.probes.deployment_fully_available', { name: 'web' });
  expect(await ask(healthy, { name: 'web' })).toBe(true);
  await expect(ask(healthy, { name: 'sick' })).rejects.toThrow(
    'Deployment sick is not healthy: 0 of 1 pods are available',
  );
  const quiet = { raise_on_unavailable: false };
  for (const compat of ['strict', 'chaostoolkit'] as const) {
    expect(await ask(healthy, { name: 'none', ...quiet }, compat)).toBe(false);
    expect(await ask(healthy, { name: 'gone', ...quiet }, compat)).toBe(false);
  }
  const selected = { name: 'web', label_selector: 'other=1', ...quiet };
  expect(await ask(healthy, selected)).toBe(false);
  const partly = 'deployment.probes.deployment_partially_available';
  expect(await ask(partly, { name: 'web' })).toBe(true);
  await expect(ask(partly, { name: 'sick' })).rejects.toThrow('sick has no available pod');
});

test('a healthy microservice is told so, which the original forgets', async () => {
  const func = 'probes.microservice_available_and_healthy';
  expect(await ask(func, { name: 'web' })).toBe(true);
  expect(await ask(func, { name: 'web' }, 'chaostoolkit')).toBeNull();
  await expect(ask(func, { name: 'sick' })).rejects.toThrow('Deployment sick is not healthy');
});

test('a DaemonSet has a ready pod on each node, one or none', async () => {
  const probe = 'daemonset.probes.daemon_set';
  expect(await ask(`${probe}_fully_available`, { name: 'agent' })).toBe(true);
  expect(await ask(`${probe}_available_and_healthy`, { name: 'agent' })).toBe(true);
  expect(await ask(`${probe}_partially_available`, { name: 'agent' })).toBe(true);
  expect(await ask(`${probe}_not_fully_available`, { name: 'sickagent' })).toBe(true);
  expect(await ask(`${probe}_available_and_healthy`, { name: 'sickagent' })).toBe(false);
  expect(await ask(`${probe}_partially_available`, { name: 'sickagent' })).toBe(false);
  expect(await ask(`${probe}_fully_available`, { name: 'sickagent', timeout: 1 })).toBe(false);
  expect(await ask(`${probe}_available_and_healthy`, { name: 'gone' })).toBe(false);
});
