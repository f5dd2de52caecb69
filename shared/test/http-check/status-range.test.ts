import { expect, test } from '@jest/globals';
import {
  describeStatusRanges,
  includesStatus,
  parseStatusRange,
} from '../../src/http-check/status-range.ts';

test.each([
  ['200', { from: 200, to: 200 }],
  ['2xx', { from: 200, to: 299 }],
  ['5XX', { from: 500, to: 599 }],
  ['200-204', { from: 200, to: 204 }],
  ['204-200', undefined],
  ['99', undefined],
  ['6xx', undefined],
  ['ok', undefined],
  ['', undefined],
])('%j is %j', (text, range) => {
  expect(parseStatusRange(text)).toEqual(range);
});

test('ranges include what lies between, and are written as they were', () => {
  const ranges = [
    { from: 200, to: 299 },
    { from: 401, to: 401 },
    { from: 410, to: 420 },
  ];
  expect([200, 299, 401, 415].every((status) => includesStatus(ranges, status))).toBe(true);
  expect([199, 300, 400, 421].some((status) => includesStatus(ranges, status))).toBe(false);
  expect(describeStatusRanges(ranges)).toBe('2xx or 401 or 410-420');
});
