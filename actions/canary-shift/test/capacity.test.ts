import { expect, test } from '@jest/globals';
import { neededReplicas, planScale, returnWeights } from '../src/capacity.ts';

test.each([
  [5, 3, 1],
  [50, 3, 2],
  [100, 3, 3],
  [33, 3, 1],
  [34, 3, 2],
  [10, 10, 1],
  [0.5, 1000, 5],
  [100, 0, 1],
  [7, 100, 7],
])('%s%% of %s replicas need %s', (percent, stable, needed) => {
  expect(neededReplicas(percent, stable)).toBe(needed);
});

test('scales up, never down', () => {
  expect(planScale(3, 1, true, 'web-canary')).toBe(3);
  expect(planScale(1, 3, true, 'web-canary')).toBeUndefined();
});

test('refuses where it may not scale', () => {
  expect(() => planScale(3, 1, false, 'web-canary')).toThrow(/has 1 replicas and 3 are needed/);
});

test.each([
  [100, [50, 0]],
  [5, [2, 0]],
  [1, [0]],
  [0, [0]],
])('from %s%% the way back is %j', (percent, weights) => {
  expect(returnWeights(percent)).toEqual(weights);
});
