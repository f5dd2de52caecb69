import { expect, test } from '@jest/globals';
import { holdsAll } from '../../src/json/holds-all.ts';
import type { Json } from '../../src/json/json.ts';

test.each<[string, Json | undefined, Json, boolean]>([
  ['the same', { a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
  ['more at any depth', { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } }, true],
  ['more in an item', [{ a: 1, b: 2 }], [{ a: 1 }], true],
  ['less', { a: 1 }, { a: 1, b: 2 }, false],
  ['another value', { a: { b: 1 } }, { a: { b: '1' } }, false],
  ['an item more', [1, 2], [1], false],
  ['another order', [1, 2], [2, 1], false],
  ['null where nothing is', {}, { a: null }, false],
  ['an object where an array is', [], {}, false],
  ['an array where an object is', {}, [], false],
  ['nothing where something is wanted', undefined, { a: 1 }, false],
  ['nothing where what is wanted is empty', {}, { a: {}, b: [] }, true],
])('%s', (_, value, wanted, held) => {
  expect(holdsAll(value, wanted)).toBe(held);
});
