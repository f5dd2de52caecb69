import { expect, test } from '@jest/globals';
import type { JsonPath } from '../../src/json/json-path.ts';
import { openYamlPlaces } from '../../src/manifests/yaml-places.ts';

const text = `# values
base: &base
  zone: a
image:
  tag: v1
  ports: [80, 443]
list:
  - name: x
    size: 1
  - <<: *base
    name: y
merged:
  <<: [*base]
copy: *base
empty:
"quoted key": |
  text
---
image:
  pull: Always
`;

test.each<[JsonPath, string | undefined, string | undefined]>([
  [[], '19:1', '19:1'],
  [['base'], '2:1', '3:3'],
  [['image', 'tag'], '5:3', '5:8'],
  [['image', 'pull'], '20:3', '20:9'],
  [['image', 'ports', 1], '6:15', '6:15'],
  [['list', 0], '8:5', '8:5'],
  [['list', 0, 'size'], '9:5', '9:11'],
  [['list', 1, 'zone'], '3:3', '3:9'],
  [['merged', 'zone'], '3:3', '3:9'],
  [['copy', 'zone'], '3:3', '3:9'],
  [['empty'], '15:1', '15:7'],
  [['quoted key'], '16:1', '16:15'],
  [['gone'], undefined, undefined],
  [['list', 7], undefined, undefined],
  [['image', 'tag', 'deeper'], undefined, undefined],
])('%j has its key at %s and its value at %s', (path, key, value) => {
  const places = openYamlPlaces(text);
  const shown = (at: { line: number; column: number } | undefined): string | undefined =>
    at && `${at.line}:${at.column}`;
  expect([shown(places.keyAt(path)), shown(places.valueAt(path))]).toEqual([key, value]);
});

test.each<[JsonPath, number]>([
  [['image', 'tag', 'deeper'], 5],
  [['list', 0, 'gone', 'more'], 8],
  [['list', 9], 7],
  [['gone'], 19],
])('the nearest key above %j is in line %i', (path, line) => {
  expect(openYamlPlaces(text).nearestKey(path).line).toBe(line);
});

test('keys that stand twice', () => {
  const doubled = 'a: 1\nb:\n  - x: 1\n    x: 2\n"a": 3\na: 4\nc: {<<: *b, <<: *b}\n';
  expect(openYamlPlaces(doubled).duplicateKeys()).toEqual([
    { path: ['b', 0, 'x'], line: 4, column: 5, firstLine: 3 },
    { path: ['a'], line: 5, column: 1, firstLine: 1 },
    { path: ['a'], line: 6, column: 1, firstLine: 1 },
  ]);
  expect(openYamlPlaces(text).duplicateKeys()).toEqual([]);
});

test('JSON and texts with mistakes have places too', () => {
  expect(openYamlPlaces('{\n\t"a": {\n\t\t"b": 1}}').keyAt(['a', 'b'])).toMatchObject({ line: 3 });
  expect(openYamlPlaces('a: 1\nb: [\nc: 2\n').keyAt(['a'])).toEqual({ line: 1, column: 1 });
  expect(openYamlPlaces('').nearestKey(['a'])).toEqual({ line: 1, column: 1 });
  expect(openYamlPlaces('['.repeat(100_000)).nearestKey(['a'])).toEqual({ line: 1, column: 1 });
});
