import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binomialInterval } from '../../src/statistics/binomial-interval.ts';

describe('binomialInterval', () => {
  // Computed apart from this code, in Python, from whole binomial coefficients.
  test.each([
    [0, 10, 0.95, 0, 0.3084971],
    [10, 10, 0.95, 0.6915029, 1],
    [5, 10, 0.95, 0.187086, 0.812914],
    [1, 100, 0.95, 0.0002531, 0.0544594],
    [20, 100, 0.99, 0.1084105, 0.3212264],
  ])('of %s in %s at %s', (hits, trials, confidence, low, high) => {
    const interval = binomialInterval(hits, trials, confidence);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('holds what was seen, lies between 0 and 1, and shrinks with more trials', () => {
    const cases = fc
      .integer({ min: 1, max: 400 })
      .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));
    fc.assert(
      fc.property(cases, ([hits, trials]) => {
        const { low, high } = binomialInterval(hits, trials, 0.999);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(hits / trials);
        expect(high).toBeGreaterThanOrEqual(hits / trials);
        expect(high).toBeLessThanOrEqual(1);
        const more = binomialInterval(hits * 4, trials * 4, 0.999);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });

  test('mirrors itself', () => {
    const one = binomialInterval(3, 50, 0.999);
    const other = binomialInterval(47, 50, 0.999);
    expect(one.low).toBeCloseTo(1 - other.high, 9);
    expect(one.high).toBeCloseTo(1 - other.low, 9);
  });

  test('of nothing says nothing', () => {
    expect(binomialInterval(0, 0, 0.999)).toEqual({ low: 0, high: 1 });
  });

  test('excludes 0 after one hit and 1 after one miss', () => {
    expect(binomialInterval(1, 1000, 0.999).low).toBeGreaterThan(0);
    expect(binomialInterval(999, 1000, 0.999).high).toBeLessThan(1);
  });
});
