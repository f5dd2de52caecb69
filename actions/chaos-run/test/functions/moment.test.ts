import { expect, test } from '@jest/globals';
import { parseMoment } from '../../src/functions/metrics/moment.ts';

const now = new Date('2026-03-01T12:00:00.000Z');

test.each([
  ['now', '2026-03-01T12:00:00.000Z'],
  ['5 minutes ago', '2026-03-01T11:55:00.000Z'],
  ['1 minute ago', '2026-03-01T11:59:00.000Z'],
  ['an hour ago', '2026-03-01T11:00:00.000Z'],
  ['A Day Ago', '2026-02-28T12:00:00.000Z'],
  ['1.5 hours ago', '2026-03-01T10:30:00.000Z'],
  ['2 weeks ago', '2026-02-15T12:00:00.000Z'],
  ['10m ago', '2026-03-01T11:50:00.000Z'],
  ['30 sec ago', '2026-03-01T11:59:30.000Z'],
  ['3 mins ago', '2026-03-01T11:57:00.000Z'],
  ['2h ago', '2026-03-01T10:00:00.000Z'],
  ['2026-02-03', '2026-02-03T00:00:00.000Z'],
  ['2026-02-03T04:05:06Z', '2026-02-03T04:05:06.000Z'],
  ['2026-02-03 04:05', '2026-02-03T04:05:00.000Z'],
  ['2026-02-03T04:05:06.5+02:00', '2026-02-03T02:05:06.500Z'],
])('%s', (text, moment) => {
  expect(parseMoment(text, now)?.toISOString()).toBe(moment);
});

test.each(['', 'soon', '5 minutes', '2026-13-01', '2026-02-03T25:00:00Z', 'minutes ago', '5'])(
  '%s is no moment',
  (text) => {
    expect(parseMoment(text, now)).toBeUndefined();
  },
);
