import { expect, test } from '@jest/globals';
import { compilePythonPattern } from '../../../src/tolerance/python-pattern/compile-python-pattern.ts';
import { answersOf } from '../answers.ts';

// What re.compile and search of Python 3.11 say.
const { texts, cases } = answersOf('python-pattern-answers') as {
  readonly texts: readonly string[];
  readonly cases: readonly {
    readonly pattern: string;
    readonly valid: boolean;
    readonly found?: readonly number[];
  }[];
};

const unsupported: ReadonlySet<string> = new Set(['(a)?(?(1)b|c)', String.raw`\N{BULLET}`]);
const carried = cases.filter(({ pattern }) => !unsupported.has(pattern));

test.each(carried.filter(({ valid }) => valid))('$pattern finds', ({ pattern, found }) => {
  const compiled = compilePythonPattern(pattern);
  const indexes = texts.flatMap((text, index) => (compiled.test(text) ? [index] : []));
  expect(indexes).toStrictEqual(found);
});

test.each(carried.filter(({ valid }) => !valid))('$pattern is refused', ({ pattern }) => {
  expect(() => compilePythonPattern(pattern)).toThrow(
    expect.objectContaining({ name: 'PatternProblem' }),
  );
});

test.each([
  ['(a)?(?(1)b|c)', 'a condition (?(group)yes|no) is not supported at character 5'],
  [
    String.raw`\N{BULLET}`,
    String.raw`characters by name (\N{...}) are not supported: write \uXXXX at character 1`,
  ],
  ['a(b', 'a parenthesis "(" is not closed at character 2'],
  ['😀)', 'a parenthesis ")" was never opened at character 2'],
  ['(?<name>a)', 'unknown extension: a named group is (?P<name>...) at character 1'],
])('%s is refused with the reason', (pattern, message) => {
  expect(() => compilePythonPattern(pattern)).toThrow(expect.objectContaining({ message }));
});
