import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { FloatPlaces } from '../../src/journal/float-places.ts';
import { pythonJson } from '../../src/journal/python-json.ts';

// Each text is what json.dumps(value, indent=2, ensure_ascii=False) gives in Python.
test.each<[Json, string]>([
  [null, 'null'],
  ['é \u007f "a\\b"\n\u0001', '"é \u007f \\"a\\\\b\\"\\n\\u0001"'],
  [[], '[]'],
  [{}, '{}'],
  [[1, [true], {}], '[\n  1,\n  [\n    true\n  ],\n  {}\n]'],
  [{ a: { b: 0.5 }, 'c d': [] }, '{\n  "a": {\n    "b": 0.5\n  },\n  "c d": []\n}'],
  [1e-7, '1e-07'],
  [123456789012, '123456789012'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
  [NaN, 'NaN'],
])('%j', (value, text) => {
  expect(pythonJson(value, new FloatPlaces())).toBe(text);
});

test('a whole number is a float where its place is known to hold one', () => {
  const floats = new FloatPlaces();
  const inner = { ratio: 1, count: 1 };
  const document = { inner, list: [2, 3], same: inner };
  floats.markDocument(document, new Set(['/inner/ratio', '/list/1', '/gone/1']));
  expect(JSON.parse(pythonJson(document, floats))).toEqual(document);
  expect(pythonJson(document.list, floats)).toBe('[\n  2,\n  3.0\n]');
  expect(pythonJson(inner, floats)).toBe('{\n  "ratio": 1.0,\n  "count": 1\n}');
  const copy = floats.inherit(inner, { ...inner, count: 5 });
  expect(pythonJson(floats.mark(copy, ['more']), floats)).toBe(
    '{\n  "ratio": 1.0,\n  "count": 5\n}',
  );
  expect(pythonJson({ ...inner }, floats)).toBe('{\n  "ratio": 1,\n  "count": 1\n}');
});
