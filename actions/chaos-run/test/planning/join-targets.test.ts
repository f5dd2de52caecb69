import { expect, test } from '@jest/globals';
import type { TargetEntry } from '../../src/ledger.ts';
import { joinTargets } from '../../src/planning/join-targets.ts';

function pod(name: string, isIn: boolean, reason = ''): TargetEntry {
  return { kind: 'Pod', namespace: 'shop', name, in: isIn, reason, act: 'kill', at: 'then' };
}

const candidates = [pod('a', true), pod('b', false, 'is too young'), pod('c', true)];

function joined(
  played: readonly TargetEntry[],
  { byChance = false, isRefused = false } = {},
): readonly unknown[] {
  const targets = joinTargets({ candidates, played, byChance, isRefused });
  return targets.map((target) => [target.name, target.in, target.reason]);
}

const alone = 'is left alone, as the act';

test('by chance another one may be hit', () => {
  expect(joined([pod('c', true, 'would go')], { byChance: true })).toEqual([
    ['c', true, 'would go'],
    ['a', true, 'may be chosen instead'],
    ['b', false, 'is too young'],
  ]);
});

test('without chance only those that are chosen are in', () => {
  expect(joined([pod('c', true, 'would go')])).toEqual([
    ['c', true, 'would go'],
    ['a', false, `${alone} asks for others`],
    ['b', false, 'is too young'],
  ]);
});

test.each([true, false])('of a refused act nothing is in (by chance: %s)', (byChance) => {
  const played = [pod('b', false, 'is too young'), pod('c', false, 'max-targets is 0')];
  expect(joined(played, { byChance, isRefused: true })).toEqual([
    ['b', false, 'is too young'],
    ['c', false, 'max-targets is 0'],
    ['a', false, `${alone} would be refused`],
  ]);
});

test('objects of one name are told apart by kind and namespace', () => {
  const others = [
    { ...pod('a', true, 'would go'), namespace: 'other' },
    { ...pod('a', true, 'would go'), kind: 'Route' },
  ];
  expect(joined(others)).toHaveLength(5);
});
