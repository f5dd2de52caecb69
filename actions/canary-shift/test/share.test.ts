import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contradicts, describeShare, judgeShare, observedShare } from '../src/share.ts';

const counts = (stable: number, canary: number, unknown = 0) => ({ stable, canary, unknown });

describe('judgeShare', () => {
  test.each([
    ['5 after 0, seen', counts(95, 5), 5, 0, 'proved'],
    ['5 after 0, nothing of it seen', counts(100, 0), 5, 0, 'open'],
    ['5 after 0, never seen', counts(1000, 0), 5, 0, 'refuted'],
    ['20 after 5', counts(80, 20), 20, 5, 'proved'],
    ['20 after 5, still 5', counts(95, 5), 20, 5, 'refuted'],
    ['20 after 5, too few to tell', counts(9, 1), 20, 5, 'open'],
    ['6 after 5, many probes', counts(940, 60), 6, 5, 'proved'],
    ['100 after 50, all', counts(0, 100), 100, 50, 'proved'],
    ['100 after 50, one still stable', counts(1, 999), 100, 50, 'refuted'],
    ['0 after 100, all', counts(100, 0), 0, 100, 'proved'],
    ['0 after 100, one still canary', counts(999, 1), 0, 100, 'refuted'],
    ['no probe', counts(0, 0), 20, 5, 'open'],
    ['again at the same weight', counts(80, 20), 20, 20, 'proved'],
    ['the weight before is not known', counts(80, 20), 20, undefined, 'proved'],
    ['failed answers that may be the canary', counts(80, 0, 20), 20, undefined, 'proved'],
    ['failed answers do not make a share', counts(20, 0, 5), 100, 50, 'refuted'],
  ] as const)('%s', (_, seen, asked, before, verdict) => {
    expect(judgeShare(seen, asked, before)).toBe(verdict);
  });

  test('never refutes what was seen to the unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 4 }),
        (percent, times) => {
          const seen = counts((100 - percent) * times, percent * times);
          expect(judgeShare(seen, percent, undefined)).toBe('proved');
        },
      ),
    );
  });
});

test.each([
  [20, 60_000, false],
  [27, 60_000, false],
  [40, 60_000, true],
  [40, 5_000, false],
  [90, 5_000, true],
  [100, 2_000, false],
])('20%% by metrics contradicts %s%% in %s ms: %s', (asked, window, expected) => {
  expect(contradicts(observedShare(counts(8000, 2000)), asked, window)).toBe(expected);
});

test('a share is shown with its interval', () => {
  expect(describeShare(observedShare(counts(80, 20)))).toBe('20% (8.9–35.6%)');
});
