import { expect, test } from '@jest/globals';
import { assessText } from '../../src/http-check/text-expectation.ts';

test.each([
  ['ok', {}],
  ['ok', { equals: 'ok' }],
  ['it is ok', { contains: 'ok', absent: 'error' }],
  ['v12', { matches: /^v\d+$/ }],
  ['', { exists: true }],
  [undefined, { absent: true }],
  [undefined, {}],
  [undefined, { absent: 'error' }],
] as const)('%j is as expected', (text, expected) => {
  expect(assessText('body', text, expected)).toEqual([]);
});

test.each([
  ['no', { equals: 'ok' }, ['body is "no", not "ok"']],
  [
    'no',
    { contains: 'ok', matches: /^v/ },
    ['body does not contain "ok": "no"', 'body does not match /^v/: "no"'],
  ],
  ['an error', { absent: 'error' }, ['body contains "error"']],
  ['x', { absent: true }, ['body is there: "x"']],
  [undefined, { exists: true }, ['body is missing']],
  [undefined, { matches: /x/ }, ['body is missing']],
] as const)('%j is not as expected', (text, expected, problems) => {
  expect(assessText('body', text, expected)).toEqual(problems);
});

test('a pattern that would search for years is given up', () => {
  expect(assessText('body', 'a'.repeat(50_000), { matches: /(a+)+$x/ })).toEqual([
    'body could not be searched for /(a+)+$x/ within a second',
  ]);
});
