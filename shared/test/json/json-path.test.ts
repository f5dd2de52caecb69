import { expect, test } from '@jest/globals';
import { jsonTextAt, parseJsonPath } from '../../src/json/json-path.ts';

test.each([
  ['$', []],
  ['$.version', ['version']],
  ['$.items[0].name', ['items', 0, 'name']],
  ["$['a b'].c", ['a b', 'c']],
  ['$["x.y"][12]', ['x.y', 12]],
])('%s', (text, path) => {
  expect(parseJsonPath(text)).toEqual(path);
});

test.each(['version', '', '$.', '$..a', '$.items[*]', '$.a[?(@.b)]', '$[-1]', '$ .a'])(
  '%j names no one place',
  (text) => {
    expect(parseJsonPath(text)).toBeUndefined();
  },
);

test.each([
  ['{"a":{"b":[1,2]}}', ['a', 'b', 1], 2],
  ['{"a":1}', ['b'], undefined],
  ['{"a":1}', ['__proto__'], undefined],
  ['<html>', ['a'], undefined],
])('%s at %j is %s', (text, path, value) => {
  expect(jsonTextAt(text, path)).toBe(value);
});
