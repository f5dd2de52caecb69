import type { ActionContext } from '@kube-delivery/shared/action/context';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { isGood } from './attempt.ts';
import type { Round } from './attempt.ts';

/** How long and how often everything is asked; milliseconds. */
export interface Patience {
  /** 0 asks once, and that round decides. */
  readonly waitFor: number;
  readonly interval: number;
  /** So many rounds in a row must be good. */
  readonly stableFor: number;
}

/** The rounds that decide. */
export interface Outcome {
  readonly stable: boolean;
  /** The good rounds at the end, or the one bad round that was last seen. */
  readonly deciding: readonly Round[];
  /** All rounds that were run. */
  readonly rounds: number;
}

const longestInterval = 10_000;

/**
 * Asks again and again until `stableFor` rounds in a row were good or the time is over. After bad
 * rounds the interval doubles, up to ten seconds; a good one brings it back.
 */
export async function untilStable(
  runRound: () => Promise<Round>,
  { waitFor, interval, stableFor }: Patience,
  { clock, log, signal }: Pick<ActionContext, 'clock' | 'log' | 'signal'>,
): Promise<Outcome> {
  const needed = waitFor === 0 ? 1 : stableFor;
  const end = clock.elapsed() + waitFor;
  let streak: readonly Round[] = [];
  let lastBad: Round | undefined;
  let pause = interval;
  for (let rounds = 1; ; rounds += 1) {
    const round = await runRound();
    if (isGood(round)) {
      streak = [...streak, round];
      pause = interval;
      if (streak.length >= needed) return { stable: true, deciding: streak, rounds };
    } else {
      streak = [];
      lastBad = round;
    }
    const left = end - clock.elapsed();
    if (left <= pause) {
      return { stable: false, deciding: lastBad === undefined ? streak : [lastBad], rounds };
    }
    log.progress(
      `${streak.length} of ${needed} good rounds in a row, ${formatDuration(left)} left` +
        (streak.length > 0 ? '' : `: ${firstProblem(round) ?? 'nothing was asked'}`),
    );
    await clock.sleep(pause, signal);
    if (streak.length === 0) pause = Math.min(pause * 2, longestInterval);
  }
}

/** The first thing that is wrong in a round. */
export function firstProblem(round: Round): string | undefined {
  const failed = round.attempts.find(({ problems }) => problems.length > 0);
  const problem = failed && `${failed.check} at ${failed.place}: ${failed.problems.join('; ')}`;
  return round.wrongImages[0] ?? problem ?? round.problems[0];
}
