import { expect, test } from '@jest/globals';
import { parseJsonPath } from '../../../src/tolerance/json-path/parse-json-path.ts';

test.each([
  ['foo[*].baz', 'a path begins with "$", but "foo" stands at character 1'],
  ['', 'a path begins with "$", but the path ends at character 1'],
  [
    '$[?(@.a == 1)]',
    'equality is a single "=": write "=" instead of "==", but "=" stands at character 10',
  ],
  ["$['a']", 'a text stands in double quotes, as in ["key"], not in \' at character 3'],
  [
    '$.a-b',
    'a key with "-" is written in brackets, as in ["a-b"], and there is no arithmetic: "-" at character 4',
  ],
  ['$[a]', 'a key in brackets stands in double quotes: ["a"] at character 3'],
  [
    '$.and',
    '"and" is a word of the language: write it in brackets, as in ["and"], but "and" stands at character 3',
  ],
  ['$[?(@.a && @.b)]', 'write "and" instead of "&&": unexpected "&" at character 9'],
  ['$[?(@.a || @.b)]', 'write "or" instead of "||": unexpected "|" at character 9'],
  ['$[?(!@.a)]', 'write "not" instead of "!": unexpected "!" at character 5'],
  ['$[?(@.a =~ "x")]', 'patterns are not known here: unexpected "~" at character 10'],
  ['$[1.0]', 'an index is a whole number, but "1.0" stands at character 3'],
  ['$[0', '"]" is expected, but the path ends at character 4'],
  ['$.a b', 'the path should end here, but "b" stands at character 5'],
  [
    '$.size()',
    'there is no function size(), only charAt(), entries(), keys(), length(), substring(), values(): at character 3',
  ],
  ['$["a', 'a text has no end, or holds an escape that JSON does not know at character 3'],
  ['$.ü', 'unexpected "ü" at character 3'],
])('the path %j is refused with a hint', (path, message) => {
  expect(() => parseJsonPath(path)).toThrow(expect.objectContaining({ message }));
});

test('binds `or` closer than `and`', () => {
  const [step] = parseJsonPath('$[?(@.a and @.b or @.c)]').steps;
  expect(step?.selectors[0]).toMatchObject({
    kind: 'filter',
    condition: { kind: 'and', right: { kind: 'or' } },
  });
});
