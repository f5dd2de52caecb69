import { expect, test } from '@jest/globals';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { substitute, substitutedText } from '../../src/experiment/substitute.ts';
import { golden } from './golden.ts';

interface Golden {
  readonly configuration: JsonObject;
  readonly secrets: JsonObject;
  readonly floats: readonly string[];
  readonly rows: readonly { readonly given: Json; readonly result: Json }[];
}

const { rows, configuration, secrets, floats } = golden('substitute') as Golden;
const scope = { configuration, secrets, floats: new Set(floats) };

test.each(rows)('substitutes $given as Chaos Toolkit does', ({ given, result }) => {
  expect(substitute(given, scope)).toEqual(result);
});

test('leaves what it is given as it was', () => {
  const given = { a: ['${n}'] };
  expect(substitute(given, scope)).toEqual({ a: [1] });
  expect(given).toEqual({ a: ['${n}'] });
});

test('finds no names of the prototype', () => {
  const empty = { configuration: {}, secrets: { group: {} } };
  expect(substitute('${constructor} $toString', empty)).toBe('${constructor} $toString');
});

test('keeps a key named __proto__', () => {
  const given = JSON.parse('{"__proto__": "${n}"}') as Json;
  expect(JSON.stringify(substitute(given, scope))).toBe('{"__proto__":1}');
});

test('passes by a secret that lies in no group', () => {
  const flat = { configuration: {}, secrets: { token: 'abc', list: ['x'], group: { a: 'b' } } };
  expect(substitute('${token} ${a} ${length}', flat)).toBe('${token} b ${length}');
});

test.each([
  ['${f}', '1.0'],
  ['${list}', "['x', 1, True, None, 2.0]"],
  ['at ${n}', 'at 1'],
])('gives the text of %s', (given, text) => {
  expect(substitutedText(given, scope)).toBe(text);
});
