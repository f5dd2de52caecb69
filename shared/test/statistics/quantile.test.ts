import { expect, test } from '@jest/globals';
import { quantile } from '../../src/statistics/quantile.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test.each([
  [[], 0.99, undefined],
  [[7], 0.5, 7],
  [hundred, 0.99, 99],
  [hundred, 0.95, 95],
  [hundred, 1, 100],
  [[3, 1, 2], 0, 1],
])('of %j at %s is %s', (values, level, expected) => {
  expect(quantile(values, level)).toBe(expected);
});
