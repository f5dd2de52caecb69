import { expect } from '@jest/globals';
import type { KilledOutcomes } from './killed-runs.ts';

/** Every killed run, run again, must end good and leave what the unkilled one left. */
export function expectSameEnds(
  { killed, unkilled }: KilledOutcomes,
  good: readonly string[],
): void {
  const ends = killed.map(({ end, reason, request, verdict, write }) => ({
    write,
    request,
    verdict: good.includes(verdict ?? '') ? 'good' : `${verdict ?? 'none'}: ${reason ?? ''}`,
    end,
  }));
  expect(ends).toEqual(ends.map((each) => ({ ...each, verdict: 'good', end: unkilled.end })));
}
