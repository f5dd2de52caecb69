import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { loadDocument } from '../../src/experiment/load-document.ts';
import type { LoadedDocument } from '../../src/experiment/load-document.ts';
import { golden } from './golden.ts';

interface Row {
  readonly text: string;
  readonly value?: Json;
  readonly floats?: readonly string[];
  readonly refused?: string;
}

const rows = golden('yaml') as readonly Row[];
const taken = rows.filter(({ refused }) => refused === undefined);
const refused = rows.filter((row) => row.refused !== undefined);

function load(text: string, file: string): LoadedDocument {
  const loaded = loadDocument(text, file);
  if ('message' in loaded) throw new Error(`${loaded.line}: ${loaded.message}`);
  return loaded;
}

test.each(taken)('reads $text as PyYAML does', ({ text, value, floats }) => {
  const loaded = load(text, 'a.yaml');
  expect(loaded.value).toEqual(value);
  expect([...loaded.floats].sort()).toEqual([...(floats ?? [])].sort());
});

test.each(refused)('refuses $text as PyYAML does', ({ text }) => {
  expect(() => load(text, 'a.yaml')).toThrow(/^\d+: /);
});

test('gives the keys of a merged map in the order of PyYAML', () => {
  const { value } = load('a: &a {x: 1, y: 2}\nb: {z: 3, y: 4, <<: *a}', 'a.yaml');
  expect(JSON.stringify(value)).toBe('{"a":{"x":1,"y":2},"b":{"x":1,"y":4,"z":3}}');
});

test.each([
  ['a:\n  b:\n    - c\n    - d: 1\n', 'a.yaml', ['a', 'b', 1, 'd'], 4],
  ['a: &x\n  b: 1\nc: *x\n', 'a.yml', ['c', 'b'], 2],
  ['{\n "a": [\n  1,\n  {"b":\n   2}]}', 'a.json', ['a', 1, 'b'], 4],
  ['a: 1\nb: 2\n', 'a.yaml', ['b', 'none', 3], 2],
])('tells the line of a value of %j', (text, file, path, line) => {
  expect(load(text, file).lineOf(path)).toBe(line);
});

test('knows the floats of a JSON text', () => {
  const text = '{"a": 1.0, "b": [1, 2e2, 0.5, {"c/d": -0.0}], "e": 10}';
  const { value, floats } = load(text, 'a.json');
  expect(value).toEqual({ a: 1, b: [1, 200, 0.5, { 'c/d': -0 }], e: 10 });
  expect([...floats].sort()).toEqual(['/a', '/b/1', '/b/3/c~1d']);
});

test('takes the last of a key that stands twice', () => {
  expect(load('{"a": 1, "a": 2}', 'a.json').value).toEqual({ a: 2 });
  expect([...load('a: 1.0\na: 2', 'a.yaml').floats]).toEqual([]);
});

test.each([
  ['{"a": 1,\n "b": }', 'a.json', 2, 'is not valid JSON: '],
  ['{"a": 1,\n', 'a.json', 2, 'is not valid JSON: '],
  ['{"a":\n 12345678901234567890}', 'a.json', 2, 'the number 12345678901234567890 is too large'],
  ['a: 1\nb: 12345678901234567890', 'a.yaml', 2, 'is not valid YAML: the number 123456789'],
  ['a: 1\nb: [1, 2\n', 'a.yaml', 3, 'is not valid YAML: '],
  ['a: 1\nb: *x', 'a.yaml', 2, 'is not valid YAML: there is no anchor for the alias *x'],
  ['a: 1\n---\nb: 2', 'a.yaml', 2, 'holds more than one YAML document; split it into files'],
  ['a: 1', 'a.toml', 1, 'must be a .json, .yaml or .yml file'],
  ['a: 1', 'experiment', 1, 'must be a .json, .yaml or .yml file'],
])('refuses %j in %s with its line', (text, file, line, message) => {
  const loaded = loadDocument(text, file);
  expect(loaded).toMatchObject({ line, message: expect.stringContaining(message) });
});

test('refuses aliases that multiply, in no time', () => {
  const levels = Array.from({ length: 12 }, (_, level) => {
    const below = level === 0 ? '1' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array.from({ length: 10 }, () => below).join(', ')}]`;
  });
  expect(() => load(levels.join('\n'), 'a.yaml')).toThrow('aliases make it too large');
});

test.each(['a.yaml', 'a.json'])('refuses nesting that is too deep in %s', (file) => {
  const depth = 200_000;
  expect(() => load('['.repeat(depth) + ']'.repeat(depth), file)).toThrow('nested too deeply');
});
