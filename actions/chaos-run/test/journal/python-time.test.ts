import { expect, test } from '@jest/globals';
import { pythonTime } from '../../src/journal/python-time.ts';

test.each([
  [0, '1970-01-01T00:00:00+00:00'],
  [1_763_755_840_123_456, '2025-11-21T20:10:40.123456+00:00'],
  [1_763_755_840_000_007, '2025-11-21T20:10:40.000007+00:00'],
  [1_763_755_841_000_000, '2025-11-21T20:10:41+00:00'],
])('%d microseconds are %s', (microseconds, text) => {
  expect(pythonTime(microseconds)).toBe(text);
});
