import { problemsOf } from './attempt.ts';
import type { Round } from './attempt.ts';
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
export function judge({ stable, deciding, streak }: Outcome, needed: number): Judgement {
  if (stable) return { verdict: 'passed', reason: '' };
  const last = deciding.at(-1);
  const [why, ...others] = last === undefined ? [] : problemsOf(last);
  const all = why === undefined || others.length === 0 ? why : `${why} (and ${others.length} more)`;
  if (streak > 0 || last === undefined || all === undefined) {
    const before = all === undefined ? '' : `; before them: ${all}`;
    return {
      verdict: 'failed',
      reason: `wait-for was over after ${streak} of ${needed} good rounds in a row${before}`,
      hint: 'Give a longer wait-for or a smaller stable-for, or find out why it is not steady',
    };
  }
  if (last.wrongImages.length > 0) {
    const hint = 'Deploy that image first, or correct expect-image';
    return { verdict: 'wrong-version', reason: all, hint };
  }
  return nobodyAnswered(last)
    ? {
        verdict: 'unreachable',
        reason: all,
        hint: 'Check its name, address and port, and that it runs; give a longer wait-for where it only starts slowly',
      }
    : {
        verdict: 'failed',
        reason: all,
        hint: 'The job summary shows every check, with events and log lines of the pods that failed',
      };
}

function nobodyAnswered({ attempts, nobodyThere }: Round): boolean {
  return nobodyThere || (attempts.length > 0 && attempts.every(({ unreachable }) => unreachable));
}
