import { expect, test } from '@jest/globals';
import { budgetCause } from '../../../src/cluster/diagnosis/budget-cause.ts';
import type { JsonObject } from '../../../src/json/json.ts';

const budget = (status: JsonObject, observedGeneration = 1) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', uid: 'u', generation: 1 },
  spec: { minAvailable: 3 },
  status: { observedGeneration, ...status },
});
const counts = (currentHealthy: number, desiredHealthy: number, expectedPods: number) => ({
  currentHealthy,
  desiredHealthy,
  expectedPods,
});

test.each<[string, ReturnType<typeof budget>, string | undefined]>([
  ['more wanted than selected', budget(counts(1, 3, 1)), 'it selects only 1 pod'],
  ['no pod selected', budget(counts(0, 3, 0)), 'it selects only 0 pods'],
  ['enough selected, and not healthy yet', budget(counts(1, 3, 3)), undefined],
  ['pods that come one by one', budget(counts(0, 3, 1)), undefined],
  ['all well', budget(counts(3, 3, 3)), undefined],
  ['not looked at yet', budget(counts(1, 3, 1), 0), undefined],
])('%s', (_, object, reason) => {
  const cause = budgetCause(object);
  expect(cause?.reason.split(', and ')[1]).toBe(reason);
  expect(cause?.grace).toBe(reason === undefined ? undefined : 'budget');
});
