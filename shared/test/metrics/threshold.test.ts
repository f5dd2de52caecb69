import { expect, test } from '@jest/globals';
import { describeThreshold, isKept, readThreshold } from '../../src/metrics/threshold.ts';
import type { Quantity } from '../../src/metrics/threshold.ts';

const good: [string, Quantity, string, number, string][] = [
  ['>= 99.5', 'percent', '>=', 99.5, '>= 99.5%'],
  ['>=99.5%', 'percent', '>=', 99.5, '>= 99.5%'],
  ['> 0%', 'percent', '>', 0, '> 0%'],
  ['<= 400ms', 'duration', '<=', 400, '<= 400ms'],
  [' < 1.5s ', 'duration', '<', 1500, '< 1.5s'],
  ['< 0.5', 'number', '<', 0.5, '< 0.5'],
  ['<= 1e3', 'number', '<=', 1000, '<= 1000'],
  ['>= -2', 'number', '>=', -2, '>= -2'],
];

test.each(good)('%s as a %s', (text, quantity, comparison, bound, shown) => {
  const reading = readThreshold(text, quantity);
  expect(reading).toEqual({ threshold: { comparison, bound, quantity } });
  if ('threshold' in reading) expect(describeThreshold(reading.threshold)).toBe(shown);
});

const bad: [string, Quantity][] = [
  ['99.5', 'percent'],
  ['>= 101', 'percent'],
  ['>= -1%', 'percent'],
  ['=> 99', 'percent'],
  ['<= 400', 'duration'],
  ['<= 400 ms', 'duration'],
  ['<= fast', 'number'],
  ['< 5%', 'number'],
  ['', 'number'],
];

test.each(bad)('%j is no %s threshold', (text, quantity) => {
  expect(readThreshold(text, quantity)).toHaveProperty(
    'problem',
    expect.stringContaining(`${JSON.stringify(text)} is not a threshold; write it like `),
  );
});

test.each([
  ['>= 99', 99, true],
  ['>= 99', 98.9, false],
  ['> 99', 99, false],
  ['<= 5', 5, true],
  ['<= 5', 5.1, false],
  ['< 5', 5, false],
] as const)('%s holds for %s: %s', (text, value, kept) => {
  const reading = readThreshold(text, 'number');
  expect('threshold' in reading && isKept(reading.threshold, value)).toBe(kept);
});
