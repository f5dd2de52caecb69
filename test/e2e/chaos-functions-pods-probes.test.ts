import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { stringAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { ending, sampleImage } from './support/workloads.ts';

let own: OwnNamespace;
const never = { readinessProbe: { exec: { command: ['/bin/busybox', 'false'] } } };

function saying(name: string, lines: string, more: object = {}): KubeObject {
  const command = ['/bin/busybox', 'sh', '-c', `${lines}; exec /bin/busybox sleep 3600`];
  return aPod(name, { command, ...more });
}

function aPod(name: string, container: object, more: object = {}): KubeObject {
  const containers = [{ name: 'app', image: sampleImage('v1'), ...container }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { name: 'shop', pod: name } },
    spec: { containers, terminationGracePeriodSeconds: 0, restartPolicy: 'Never', ...more },
  };
}

const phaseOf = async (name: string): Promise<string | undefined> => {
  const live = await own.cluster.read({ apiVersion: 'v1', kind: 'Pod', name }, deadline());
  return stringAt(live, 'status', 'phase');
};

const ask = (func: string, given: object, compat: 'strict' | 'chaostoolkit' = 'strict') =>
  call(functionWorld(own.cluster, {}, { compat }), `chaosk8s.${func}`, {
    ns: own.namespace,
    ...given,
  });

beforeAll(async () => {
  own = await ownNamespace('chaos-probes');
  for (const object of [
    saying('first', 'echo hello from first; echo order 17 done'),
    saying('second', 'echo hello from second'),
    aPod('over', ending('bye', 0)),
  ]) {
    await own.cluster.create(object, { signal: deadline() });
  }
  await eventually(
    () => phaseOf('first'),
    (phase) => phase === 'Running',
    60_000,
  );
  await eventually(
    () => phaseOf('second'),
    (phase) => phase === 'Running',
    60_000,
  );
  await eventually(
    () => phaseOf('over'),
    (phase) => phase === 'Succeeded',
    60_000,
  );
}, 120_000);
afterAll(async () => {
  await own.close();
});

test('pods are counted, also by phase', async () => {
  const label_selector = 'name=shop';
  expect(await ask('pod.probes.count_pods', { label_selector })).toBe(3);
  expect(await ask('pod.probes.count_pods', { label_selector, phase: 'Running' })).toBe(2);
  expect(await ask('pod.probes.count_pods', { label_selector: 'name=none' })).toBe(0);
  expect(await ask('pod.probes.count_min_pods', { label_selector })).toBe(true);
  expect(await ask('pod.probes.count_min_pods', { label_selector, min_count: 3 })).toBe(false);
});

test('phases are as asked, or the probe raises or is false', async () => {
  const running = { label_selector: 'pod=first' };
  expect(await ask('pod.probes.pods_in_phase', running)).toBe(true);
  await expect(ask('pod.probes.pods_in_phase', { label_selector: 'name=shop' })).rejects.toThrow(
    'pod over is Succeeded, but should be Running',
  );
  const quiet = { label_selector: 'pod=none', raise_on_invalid_phase: false };
  expect(await ask('pod.probes.pods_in_phase', quiet)).toBe(false);
  expect(await ask('pod.probes.pods_not_in_phase', { label_selector: 'pod=over' })).toBe(true);
  await expect(ask('pod.probes.pods_not_in_phase', running)).rejects.toThrow(
    'pod first is Running, but should not be',
  );
});

test('conditions hold on every pod', async () => {
  const ready = { type: 'Ready', status: 'True' };
  const given = { label_selector: 'pod in (first,second)', conditions: [ready] };
  await eventually(
    () => ask('pod.probes.pods_in_conditions', { ...given, raise_on_invalid_conditions: false }),
    (holds) => holds === true,
  );
  const all = { label_selector: 'name=shop', conditions: [ready] };
  await expect(ask('pod.probes.pods_in_conditions', all)).rejects.toThrow('pod over is not');
});

test('an application is not available once none of its pods runs', async () => {
  const gone = { name: 'over', label_selector: 'pod={name}' };
  expect(await ask('pod.probes.pod_is_not_available', gone)).toBe(true);
  await expect(ask('probes.microservice_is_not_available', { name: 'shop' })).rejects.toThrow(
    /shop is available: first, second run/,
  );
});

test('logs are read by name and age, and searched', async () => {
  const logs = (await ask('pod.probes.read_pod_logs', {
    name: 'shop',
    last: '10 minutes',
  })) as Readonly<Record<string, string>>;
  expect(Object.keys(logs)).toEqual(['first', 'over', 'second']);
  expect(logs.first).toMatch(/^\d{4}-\d\d-\d\dT\S+Z hello from first\n\S+ order 17 done\n$/);
  const search = (pattern: string, more: object = {}) =>
    call(functionWorld(own.cluster), 'chaosk8s.pod.probes.should_be_found_in_logs', {
      pattern,
      value: logs,
      ...more,
    });
  expect(await search('order (?P<number>\\d+) done')).toBe(false);
  expect(await search('order (?P<number>\\d+) done', { all_containers: false })).toBe(true);
  expect(await search('(?i)HELLO|BYE')).toBe(true);
  await expect(search('hello', { value: {} })).rejects.toThrow('no logs to search');
});

test('a pod that runs but is not ready is unhealthy, in the original it is not', async () => {
  expect(await ask('pod.probes.all_pods_healthy', {})).toBe(true);
  await own.cluster.create(saying('unready', 'true', never), { signal: deadline() });
  await eventually(
    () => phaseOf('unready'),
    (phase) => phase === 'Running',
    60_000,
  );
  await expect(ask('probes.all_microservices_healthy', {})).rejects.toThrow(
    'the system is unhealthy: pod unready runs, but is not ready',
  );
  const quiet = { raise_on_any_unhealthy: false };
  expect(await ask('probes.all_pods_healthy', quiet)).toBe(false);
  expect(await ask('probes.all_pods_healthy', quiet, 'chaostoolkit')).toBe(true);
});

test('a failed pod is unhealthy for both', async () => {
  await own.cluster.create(aPod('broken', ending('no', 3)), { signal: deadline() });
  await eventually(
    () => phaseOf('broken'),
    (phase) => phase === 'Failed',
    60_000,
  );
  for (const compat of ['strict', 'chaostoolkit'] as const) {
    await expect(ask('pod.probes.all_pods_healthy', {}, compat)).rejects.toThrow(
      'pod broken is Failed',
    );
  }
});
