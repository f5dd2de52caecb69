import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canaryPercent, isWeight, splitFor } from '../../src/traffic/split.ts';

test.each([
  [5, { stable: 95, canary: 5 }],
  [0, { stable: 100, canary: 0 }],
  [100, { stable: 0, canary: 100 }],
  [0.5, { stable: 995, canary: 5 }],
  [12.25, { stable: 8775, canary: 1225 }],
])('%s percent', (percent, split) => {
  expect(splitFor(percent)).toEqual(split);
});

describe('splitFor', () => {
  test('gives back the percentage and never 0 for both', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
        const percent = thousandths / 1000;
        expect(isWeight(percent)).toBe(true);
        expect(canaryPercent(splitFor(percent))).toBeCloseTo(percent, 6);
      }),
    );
  });
});

test.each([-1, 100.1, 0.0001, NaN])('%s is no weight', (percent) => {
  expect(isWeight(percent)).toBe(false);
});

test('nobody is served by 0/0', () => {
  expect(canaryPercent({ stable: 0, canary: 0 })).toBeUndefined();
});
