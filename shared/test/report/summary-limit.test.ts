import { expect, test } from '@jest/globals';
import { limitSummary } from '../../src/report/summary-limit.ts';

test('a small summary is kept whole', () => {
  expect(limitSummary('a\nb')).toBe('a\nb\n');
});

test('a large one is cut at a line end, within the limit, and says so', () => {
  const cut = limitSummary('grün und größer\n'.repeat(100), 500);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(500);
  expect(cut).toMatch(/grün und größer\n\n_The summary was cut here/);
});
