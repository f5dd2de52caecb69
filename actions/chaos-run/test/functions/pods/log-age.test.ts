import { expect, test } from '@jest/globals';
import { parseLogAge } from '../../../src/functions/pods/log-age.ts';

const now = new Date('2026-11-21T20:00:00Z');

test.each([
  ['10 minutes', 600_000],
  ['10 minutes ago', 600_000],
  ['1 hour 30 minutes', 5_400_000],
  ['1 hour and 30 minutes ago', 5_400_000],
  ['1h30m', 5_400_000],
  ['90s', 90_000],
  ['2 Days, 3 hours', 183_600_000],
  ['an hour ago', 3_600_000],
  ['a week', 604_800_000],
  ['1.5 min', 90_000],
  ['2026-11-21T19:59:00Z', 60_000],
  ['2026-11-21T19:59:00+00:00', 60_000],
])('%s is %i ms', (text, wanted) => {
  expect(parseLogAge(text, now)).toBe(wanted);
});

test.each(['', 'yesterday', '10', 'minutes', '10 apples', '10 minutes later', '2026-11-41'])(
  '%s is no age',
  (text) => {
    expect(parseLogAge(text, now)).toBeUndefined();
  },
);
