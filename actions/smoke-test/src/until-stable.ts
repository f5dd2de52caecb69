import type { ActionContext } from '@kube-delivery/shared/action/context';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { isGood, problemsOf } from './attempt.ts';
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
  /** Those of a pass; else the last bad round, or good ones where there were too few of them. */
  readonly deciding: readonly Round[];
  /** How many rounds in a row were good at the end. */
  readonly streak: number;
  /** All rounds that were run. */
  readonly rounds: number;
}

const longestInterval = 10_000;

/**
 * Asks again and again until `stableFor` rounds in a row were good or the time is over; the last
 * round begins when it is. After bad rounds the interval doubles, up to ten seconds; a good one
 * brings it back.
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
    } else {
      streak = [];
      lastBad = round;
    }
    const stable = streak.length >= needed;
    const left = end - clock.elapsed();
    if (stable || left <= 0) {
      const deciding = stable || lastBad === undefined ? streak : [lastBad];
      return { stable, deciding, streak: streak.length, rounds };
    }
    const [problem] = problemsOf(round);
    log.progress(
      `${streak.length} of ${needed} good rounds in a row, ${formatDuration(left)} left` +
        (problem === undefined ? '' : `: ${problem}`),
    );
    await clock.sleep(Math.min(pause, left), signal);
    if (streak.length === 0) pause = Math.min(pause * 2, Math.max(interval, longestInterval));
  }
}
