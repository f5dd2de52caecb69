import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { arrayAt, numberAt, objectAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment, sampleImage } from './support/workloads.ts';

let own: OwnNamespace;
const web = { label_selector: 'app=web' };
const sidecar = {
  name: 'aside',
  image: sampleImage('v1'),
  command: ['/bin/busybox', 'sleep', '3600'],
};

async function pods(): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=web' };
  return own.cluster.list(query, deadline());
}

const exec = (given: object, world: TestWorld = functionWorld(own.cluster)) =>
  call(world, 'chaosk8s.pod.actions.exec_in_pods', { ...web, ns: own.namespace, ...given });

beforeAll(async () => {
  own = await ownNamespace('chaos-exec');
  const { spec, ...application } = deployment('web');
  const [container] = arrayAt(spec, 'template', 'spec', 'containers');
  const template = objectAt(spec, 'template');
  const podSpec = { ...objectAt(template, 'spec'), containers: [container ?? null, sidecar] };
  await own.cluster.apply(
    {
      ...application,
      metadata: { name: 'web', annotations: { 'kube-delivery.dev/chaos': 'enabled' } },
      spec: { ...objectAt(spec), replicas: 2, template: { ...template, spec: podSpec } },
    },
    { signal: deadline() },
  );
  await eventually(pods, (all) => all.length === 2 && all.every(isServing), 60_000);
}, 120_000);
afterAll(async () => {
  await own.close();
});

test('a command runs in the default container of every pod', async () => {
  const world = functionWorld(own.cluster);
  const cmd = `/bin/busybox sh -c 'echo "out put"; echo err >&2'`;
  const names = (await pods()).map(({ metadata }) => metadata.name);
  expect(await exec({ cmd, all: true }, world)).toEqual(
    names.map((pod_name) => ({
      pod_name,
      cmd,
      exit_code: 0,
      stdout: 'out put\n',
      stderr: 'err\n',
    })),
  );
  expect(world.ledger.effects).toBe(2);
  expect(world.recorded).toHaveLength(1);
  const first = { cmd: ['/bin/busybox', 'cat', '/proc/1/comm'] };
  expect(await exec(first)).toMatchObject([{ stdout: 'podinfo\n' }]);
  expect(await exec({ ...first, container_name: 'aside' })).toMatchObject([
    { stdout: 'busybox\n' },
  ]);
});

test('a command that fails fails the action, and for the original only its exit code tells', async () => {
  const cmd = ['/bin/busybox', 'sh', '-c', 'echo no >&2; exit 3'];
  const world = functionWorld(own.cluster);
  await expect(exec({ cmd }, world)).rejects.toMatchObject({
    name: 'ActivityFailedError',
    message: expect.stringMatching(
      /^the command failed in 1 of 1 pod: pod web-\S+, container app: it ended with 3: no$/,
    ),
    output: [expect.objectContaining({ exit_code: 3, stderr: 'no\n' })],
  });
  expect(world.ledger.effects).toBe(0);
  expect(world.ledger.targets).toMatchObject([{ in: true, reason: 'the command ended with 3' }]);
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  expect(await exec({ cmd, container_name: 'app' }, lenient)).toMatchObject([{ exit_code: '3' }]);
  expect(lenient.ledger.effects).toBe(0);
  expect(await exec({ cmd }, lenient)).toEqual([]);
});

test('it runs in all pods although it fails in one, and counts where it did not', async () => {
  const [first, second] = (await pods()).map(({ metadata }) => metadata.name);
  const script = `test "$(/bin/busybox hostname)" = "${second ?? ''}"`;
  const command = ['/bin/busybox', 'sh', '-c', `${script} || { echo token-4711 >&2; exit 7; }`];
  const world = functionWorld(own.cluster);
  const given = { target: 'deployment/web', ns: own.namespace, command, count: 2 };
  const run = call(world, 'kube_delivery.actions.exec_in_pods', given);
  await expect(run).rejects.toThrow(
    `the command failed in 1 of 2 pods: pod ${first ?? ''}, container app: it ended with 7: token-4711`,
  );
  await expect(run).rejects.not.toThrow(script);
  await expect(run).rejects.toMatchObject({
    output: expect.arrayContaining([
      expect.objectContaining({ pod_name: first, exit_code: 7 }),
      expect.objectContaining({ pod_name: second, exit_code: 0 }),
    ]),
  });
  expect(world.ledger.effects).toBe(1);
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  expect(await call(lenient, 'kube_delivery.actions.exec_in_pods', given)).toHaveLength(2);
});

test('a program that is not there is a failure that names it, but not what it was to be given', async () => {
  const missing = exec({ cmd: '/no/such/program s3cr3t' });
  await expect(missing).rejects.toThrow(
    /^the command failed in 1 of 1 pod: pod web-\S+, container app: .*\/no\/such\/program/,
  );
  await expect(missing).rejects.not.toThrow('s3cr3t');
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  const given = { cmd: '/no/such/program', container_name: 'app' };
  expect(await exec(given, lenient)).toMatchObject([
    { exit_code: expect.stringContaining('/no/such/program'), stdout: '' },
  ]);
});

test('a container that no pod has, and a command of nothing', async () => {
  await expect(exec({ cmd: 'true', container_name: 'db' })).rejects.toThrow(
    `none matches label selector app=web in namespace ${own.namespace} with container db`,
  );
  await expect(exec({ cmd: '' })).rejects.toThrow('argument cmd must be a command');
  await expect(exec({ cmd: 'echo "x' })).rejects.toThrow('a quote " that is not closed');
});

test('a command that takes too long is left, and told', async () => {
  const cmd = '/bin/busybox sleep 30';
  const began = performance.now();
  await expect(exec({ cmd, request_timeout: 1 })).rejects.toThrow(
    /pod web-\S+, container app: it was not done within 1s; it may still run there$/,
  );
  expect(performance.now() - began).toBeLessThan(10_000);
  const lenient = functionWorld(own.cluster, {}, { compat: 'chaostoolkit' });
  expect(await exec({ cmd, request_timeout: 1, container_name: 'app' }, lenient)).toMatchObject([
    { exit_code: 1, stdout: '', stderr: '' },
  ]);
});

test('a process that is killed makes its container start again', async () => {
  const before = await pods();
  const restarts = (all: readonly KubeObject[]): number =>
    all
      .flatMap((each) => arrayAt(each, 'status', 'containerStatuses'))
      .reduce<number>((sum, each) => sum + (numberAt(each, 'restartCount') ?? 0), 0);
  const world = functionWorld(own.cluster);
  const given = {
    target: 'deployment/web',
    ns: own.namespace,
    command: '/bin/busybox kill 1',
    container: 'app',
  };
  expect(await call(world, 'kube_delivery.actions.exec_in_pods', given)).toHaveLength(1);
  expect(world.ledger.effects).toBe(1);
  await eventually(pods, (all) => restarts(all) === restarts(before) + 1, 60_000);
});
