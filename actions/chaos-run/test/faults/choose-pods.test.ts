import { expect, test } from '@jest/globals';
import { choosePods, countOfAmount, describeAmount } from '../../src/faults/choose-pods.ts';
import type { PodAmount, PodChoice } from '../../src/faults/choose-pods.ts';
import { seededRandom } from '../../src/random.ts';
import { aPod } from './pods.ts';

const count = (number: number): PodAmount => ({ kind: 'count', count: number });
const percent = (number: number, round: 'up' | 'down'): PodAmount => ({
  kind: 'percent',
  percent: number,
  round,
});

test.each<readonly [PodAmount, number, number]>([
  [{ kind: 'all' }, 4, 4],
  [count(0), 4, 0],
  [count(3), 4, 3],
  [count(9), 4, 4],
  [percent(1, 'up'), 3, 1],
  [percent(1, 'down'), 3, 0],
  [percent(50, 'up'), 3, 2],
  [percent(50, 'down'), 3, 1],
  [percent(100, 'down'), 3, 3],
  [percent(250, 'up'), 3, 3],
  [percent(50, 'up'), 0, 0],
])('%j of %i pods are %i', (amount, matched, wanted) => {
  expect(countOfAmount(amount, matched)).toBe(wanted);
});

const pods = [
  aPod('a', { born: '2026-11-21T20:03:00Z' }),
  aPod('b', { born: '2026-11-21T20:01:00Z' }),
  aPod('c', { born: '2026-11-21T20:02:00Z' }),
];
const choose = (choice: Partial<PodChoice>, matched = 3, seed = 'x'): readonly string[] =>
  choosePods(
    pods,
    matched,
    { amount: count(2), order: 'listed', random: false, ...choice },
    seededRandom(seed),
  ).map(({ metadata }) => metadata.name);

test('the first ones, the oldest ones, or any', () => {
  expect(choose({})).toEqual(['a', 'b']);
  expect(choose({ order: 'oldest' })).toEqual(['b', 'c']);
  expect(choose({ amount: { kind: 'all' }, random: true })).toEqual(['a', 'b', 'c']);
  const seeds = Array.from({ length: 40 }, (_, seed) => String(seed));
  const drawn = seeds.map((seed) => choose({ random: true, amount: count(1) }, 3, seed).join());
  expect(new Set(drawn)).toEqual(new Set(['a', 'b', 'c']));
  expect(choose({ random: true }, 3, 'again')).toEqual(choose({ random: true }, 3, 'again'));
});

test('a percentage is of all that matched, also of those that may not be hit', () => {
  expect(choose({ amount: percent(50, 'down') }, 6)).toHaveLength(3);
  expect(choose({ amount: percent(100, 'down') }, 6)).toHaveLength(3);
  expect(choose({ amount: percent(20, 'down') }, 6)).toHaveLength(1);
});

test('an amount is said as it was asked for', () => {
  expect(describeAmount(percent(10, 'down'), 3)).toBe('10 % of 3 pods');
  expect(describeAmount(count(0), 1)).toBe('0 of 1 pod');
  expect(describeAmount({ kind: 'all' }, 2)).toBe('all of 2 pods');
});
