import { expect, test } from '@jest/globals';
import { nearestWord, suggestion } from '../../src/text/nearest-word.ts';

const words = ['status', 'headers', 'body', 'json'];

test.each([
  ['statsu', 'status'],
  ['header', 'headers'],
  ['Body', 'body'],
  ['jsn', 'json'],
  ['latency', undefined],
  ['', undefined],
])('nearest to %j is %j', (word, nearest) => {
  expect(nearestWord(word, words)).toBe(nearest);
});

test.each([
  ['cronjobs', 'CronJob'],
  ['TYPE', 'type'],
])('case is no difference: %s is %s', (word, nearest) => {
  expect(nearestWord(word, ['CronJob', 'type'])).toBe(nearest);
});

test('a suggestion is made only where there is one', () => {
  expect(suggestion('header', words)).toBe(' (did you mean headers?)');
  expect(suggestion('x', [])).toBe('');
});
