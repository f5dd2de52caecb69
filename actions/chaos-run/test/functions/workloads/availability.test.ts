import { expect, test } from '@jest/globals';
import { isFullyAvailable, isHealthy } from '../../../src/functions/workloads/availability.ts';

const workload = (kind: string, replicas: number, status: object, generation = 1) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web', generation },
  spec: { replicas },
  status: { observedGeneration: 1, ...status },
});

test.each([
  ['all', 3, { readyReplicas: 3, availableReplicas: 3 }, true],
  ['some', 3, { readyReplicas: 2, availableReplicas: 2 }, false],
  ['none, as the server leaves out a zero', 3, {}, false],
  ['none of none', 0, {}, false],
])('%s of the pods', (_, replicas, status, wanted) => {
  for (const compat of ['strict', 'chaostoolkit'] as const) {
    expect(isFullyAvailable(workload('Deployment', replicas, status), compat)).toBe(wanted);
    expect(isFullyAvailable(workload('StatefulSet', replicas, status), compat)).toBe(wanted);
    expect(isHealthy(workload('Deployment', replicas, status), compat)).toBe(wanted);
  }
});

test('counts of an older generation hold for the original only', () => {
  const stale = workload('Deployment', 3, { readyReplicas: 3, availableReplicas: 3 }, 2);
  expect([isHealthy(stale, 'strict'), isHealthy(stale, 'chaostoolkit')]).toEqual([false, true]);
  expect([isFullyAvailable(stale, 'strict'), isFullyAvailable(stale, 'chaostoolkit')]).toEqual([
    false,
    true,
  ]);
});

test('a DaemonSet counts its nodes', () => {
  const agent = (numberReady: number) =>
    workload('DaemonSet', 0, { numberReady, desiredNumberScheduled: 2 });
  expect(isFullyAvailable(agent(2), 'strict')).toBe(true);
  expect(isFullyAvailable(agent(1), 'strict')).toBe(false);
});
