import type { Round } from './attempt.ts';
import { firstProblem } from './until-stable.ts';
import type { Outcome } from './until-stable.ts';

/** The verdicts of smoke-test. */
export const verdicts = {
  good: ['passed'],
  bad: ['failed', 'no-checks', 'wrong-version', 'unreachable'],
} as const;

/** One of them. */
export type Verdict = (typeof verdicts)['good' | 'bad'][number];

/** A verdict with its reason; the reason of a pass is empty. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint?: string;
}

/** Judges the rounds that decide. A wrong image explains everything else, so it comes first. */
export function judge({ stable, deciding }: Outcome, needed: number): Judgement {
  if (stable) return { verdict: 'passed', reason: '' };
  const last = deciding.at(-1);
  const why = last === undefined ? undefined : firstProblem(last);
  if (last === undefined || why === undefined) {
    const reason = `only ${deciding.length} of ${needed} good rounds in a row came before wait-for was over`;
    return { verdict: 'failed', reason, hint: 'Give a longer wait-for, or a smaller stable-for' };
  }
  if (last.wrongImages.length > 0) {
    const hint = 'Deploy that image first, or correct expect-image';
    return { verdict: 'wrong-version', reason: why, hint };
  }
  return { verdict: nobodyAnswered(last) ? 'unreachable' : 'failed', reason: why };
}

function nobodyAnswered({ attempts, nobodyThere }: Round): boolean {
  return nobodyThere || (attempts.length > 0 && attempts.every(({ unreachable }) => unreachable));
}
