import { expect, test } from '@jest/globals';
import {
  blocks,
  bullets,
  code,
  codeBlock,
  details,
  empty,
  heading,
  inline,
  table,
  text,
} from '../../src/report/markdown.ts';

test.each([
  ['web-1', 'web-1'],
  ['a_b *c* `d`', 'a\\_b \\*c\\* \\`d\\`'],
  ['<script>&', '&lt;script&gt;&amp;'],
  ['a|b', 'a\\|b'],
  ['[x](http://y)', '\\[x\\](http://y)'],
  ['two\nlines', 'two lines'],
  ['- item', '-\u200b item'],
  ['1. item', '1.\u200b item'],
  ['6.4%', '6.4%'],
  ['-5', '-5'],
  ['# title', '#\u200b title'],
  ['by @somebody in #12', 'by @\u200bsomebody in #\u200b12'],
])('text %j is written %j', (value, markdown) => {
  expect(text(value)).toEqual({ markdown });
});

test.each([
  ['a', '`a`'],
  ['a`b', '`` a`b ``'],
  ['a|b', '`a\\|b`'],
  ['a\nb', '`a b`'],
  [' ', ''],
])('code %j is written %j', (value, markdown) => {
  expect(code(value)).toEqual({ markdown });
});

test('a code block cannot be closed from inside', () => {
  expect(codeBlock('a\n````\nb', 'yaml').markdown).toBe('`````yaml\na\n````\nb\n`````');
});

test('a table escapes its cells and is left out when it has no rows', () => {
  expect(table(['name', 'a|b'], [[text('x|y'), code('z')]]).markdown).toBe(
    '| name | a\\|b |\n| --- | --- |\n| x\\|y | `z` |',
  );
  expect(table(['name'], [])).toEqual(empty());
});

test('blocks are parted by blank lines, empty ones left out', () => {
  const page = blocks(
    heading(2, text('Title')),
    empty(),
    bullets([text('a'), inline(text('b'), code('c'))]),
    details(text('more'), text('d')),
  );
  expect(page.markdown).toBe(
    '## Title\n\n- a\n- b`c`\n\n<details><summary>more</summary>\n\nd\n\n</details>',
  );
});
