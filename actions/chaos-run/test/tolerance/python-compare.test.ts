import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { pythonAtMost, pythonEquals, pythonIn } from '../../src/tolerance/python-compare.ts';

test.each<readonly [Json, Json, boolean]>([
  [1, true, true],
  [0, false, true],
  [1, '1', false],
  [null, false, false],
  [null, null, true],
  [{ a: 1, b: [true] }, { b: [1], a: true }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: null }, { b: null }, false],
  [[1, 2], [1], false],
  [[], {}, false],
])('%j == %j is %j', (left, right, equal) => {
  expect(pythonEquals(left, right)).toBe(equal);
  expect(pythonIn(left, ['other', right])).toBe(equal);
});

test.each<readonly [Json, Json, boolean]>([
  [1, 1.5, true],
  [2, true, false],
  ['a', 'b', true],
  ['ab', 'a', false],
  ['a', 'ab', true],
  ['', '', true],
  // By code points, not by the halves that JavaScript's texts are made of.
  ['\u{FFFD}', '\u{1F600}', true],
  [[1, 'a'], [1, 'b'], true],
  [[1, null], [2, null], true],
  [[1, 2], [1], false],
])('%j <= %j is %j', (left, right, atMost) => {
  expect(pythonAtMost(left, right)).toBe(atMost);
});

test.each<readonly [Json, Json, string]>([
  [1, 'a', 'a number and a text have no order between them'],
  [null, null, 'null and null have no order between them'],
  [{}, {}, 'a map and a map have no order between them'],
  [[1], [null], 'a number and null have no order between them'],
  [true, [], 'a boolean and a list have no order between them'],
])('%j <= %j is refused', (left, right, message) => {
  expect(() => pythonAtMost(left, right)).toThrow(
    expect.objectContaining({ name: 'PythonTypeError', message }),
  );
});
