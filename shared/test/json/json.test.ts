import { expect, test } from '@jest/globals';
import {
  arrayAt,
  booleanAt,
  isJsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
} from '../../src/json/json.ts';

const value = { a: { b: [{ c: 'x', n: 1, t: true }] }, empty: null };

test.each([
  [['a', 'b', 0, 'c'], 'x'],
  [['a', 'b', 1], undefined],
  [['a', 0], undefined],
  [['empty', 'x'], undefined],
  [['constructor'], undefined],
  [['a', '__proto__'], undefined],
  [[], value],
] as const)('the value at %j', (path, expected) => {
  expect(valueAt(value, ...path)).toEqual(expected);
});

test('a value of another type counts as missing', () => {
  const place = ['a', 'b', 0] as const;
  expect([stringAt(value, ...place, 'c'), stringAt(value, ...place, 'n')]).toEqual([
    'x',
    undefined,
  ]);
  expect([numberAt(value, ...place, 'n'), numberAt(value, ...place, 'c')]).toEqual([1, undefined]);
  expect([booleanAt(value, ...place, 't'), booleanAt(value, 'a')]).toEqual([true, undefined]);
  expect([arrayAt(value, 'a', 'b').length, arrayAt(value, 'a')]).toEqual([1, []]);
  expect([objectAt(value, 'a', 'b'), objectAt(value, 'empty')]).toEqual([{}, {}]);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['x', false],
])('%j is an object: %s', (given, is) => {
  expect(isJsonObject(given)).toBe(is);
});
