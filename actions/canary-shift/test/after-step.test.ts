import { expect, test } from '@jest/globals';
import { decideAfterStep } from '../src/after-step.ts';

test.each([
  ['pass', 'rollback', 'hold', 'go on'],
  ['pass', 'hold', 'rollback', 'go on'],
  ['fail', 'rollback', 'hold', 'take back'],
  ['fail', 'hold', 'hold', 'hold'],
  ['inconclusive', 'rollback', 'hold', 'hold'],
  ['inconclusive', 'rollback', 'rollback', 'take back'],
] as const)(
  '%s with on-failure %s and on-inconclusive %s',
  (outcome, onFailure, onInconclusive, follow) => {
    expect(decideAfterStep(outcome, { onFailure, onInconclusive })).toBe(follow);
  },
);
