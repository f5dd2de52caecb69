import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '../../src/time/duration.ts';

test.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['1h2m3s4ms', 3_723_004],
  ['0s', 0],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(['', '10', '0', '-5s', '5 s', '5sec', 'm', '1m1h', '1e3s', '99999999999999999h'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, '0ms'],
  [250, '250ms'],
  [1000, '1s'],
  [9540, '9.5s'],
  [90_000, '1m30s'],
  [3_900_000, '1h5m'],
])('%d ms is written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('what is written is read back within the precision shown', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 * 3_600_000 }), (milliseconds) => {
      const read = parseDuration(formatDuration(milliseconds)) ?? Number.NaN;
      expect(Math.abs(read - milliseconds)).toBeLessThanOrEqual(milliseconds < 60_000 ? 50 : 500);
    }),
  );
});
