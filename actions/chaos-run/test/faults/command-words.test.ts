import { expect, test } from '@jest/globals';
import { commandWords } from '../../src/faults/command-words.ts';

/** What `shlex.split` of Python 3.11 gives. */
const golden: readonly (readonly [string, readonly string[]])[] = [
  ['a b  c', ['a', 'b', 'c']],
  [`echo 'a b' "c d"`, ['echo', 'a b', 'c d']],
  [String.raw`echo "a\"b" "a\nb"`, ['echo', 'a"b', String.raw`a\nb`]],
  [String.raw`a\ b c`, ['a b', 'c']],
  [`a''b ""`, ['ab', '']],
  [`'it'"'"'s'`, [`it's`]],
  ['x\ty\nz', ['x', 'y', 'z']],
  ['# no comment', ['#', 'no', 'comment']],
  ['a=b;c|d &&e', ['a=b;c|d', '&&e']],
  [String.raw`"a\\b" 'a\b'`, [String.raw`a\b`, String.raw`a\b`]],
  ['', []],
  ['   ', []],
  [`é ü'ñ'`, ['é', 'üñ']],
  ['"$HOME"', ['$HOME']],
  ['a\\\nb', ['a\nb']],
  ['a\u00A0b', ['a\u00A0b']],
];

test.each(golden)('%j has the words of shlex', (line, words) => {
  expect(commandWords(line)).toEqual(words);
});

test.each([
  ['"a', 'a quote " that is not closed'],
  [`x 'a`, `a quote ' that is not closed`],
  ['a\\', 'ends with a backslash'],
])('%j has no end', (line, problem) => {
  expect(() => commandWords(line)).toThrow(problem);
});
