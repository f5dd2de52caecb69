import { expect, test } from '@jest/globals';
import { CappedText } from '../../src/tools/capped-text.ts';

test.each([
  ['start', ['abc'], 'abc', false],
  ['start', ['abcd', 'efgh', 'ijkl'], 'abcdef', true],
  ['end', ['a\nb', '\nc'], 'a\nb\nc', false],
  ['end', ['first\n', 'se', 'c\n', 'end'], 'end', true],
  ['end', ['one endless line'], '', true],
] as const)('the %s of %j is %j', (kept, pieces, text, isCut) => {
  const capped = new CappedText(6, kept);
  for (const piece of pieces) capped.add(Buffer.from(piece));
  expect([capped.text, capped.isCut]).toEqual([text, isCut]);
});

test('a character that comes in two pieces stays whole', () => {
  const capped = new CappedText(6, 'start');
  const bytes = Buffer.from('é');
  capped.add(bytes.subarray(0, 1));
  capped.add(bytes.subarray(1));
  expect(capped.text).toBe('é');
});
