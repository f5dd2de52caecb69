/** What became of one check at one place. */
export interface Attempt {
  readonly check: string;
  /** The pod or the URL that was asked. */
  readonly place: string;
  readonly pod?: string;
  /** Milliseconds; undefined where no answer came. */
  readonly latency?: number;
  /** Everything that was wrong; empty where the check passed. */
  readonly problems: readonly string[];
  /** No answer came at all. */
  readonly unreachable: boolean;
}

/** One time around: every check at every place. */
export interface Round {
  readonly attempts: readonly Attempt[];
  /** What is wrong with the target itself, beside the checks. */
  readonly problems: readonly string[];
  /** Pods that run another image than the expected one, one sentence each. */
  readonly wrongImages: readonly string[];
  /** Nothing stood behind the target. */
  readonly nobodyThere: boolean;
}

/** Whether everything was as expected, and at least one check was really run. */
export function isGood(round: Round): boolean {
  return (
    round.attempts.length > 0 &&
    round.attempts.every(isGoodAttempt) &&
    round.problems.length === 0 &&
    round.wrongImages.length === 0
  );
}

/** Whether the check passed. */
export function isGoodAttempt({ problems }: Attempt): boolean {
  return problems.length === 0;
}

/** An attempt as one line of a log. */
export function describeAttempt(attempt: Attempt): string {
  const { check, place, latency, problems } = attempt;
  const took = latency === undefined ? '' : ` (${latency.toFixed(0)} ms)`;
  return isGoodAttempt(attempt)
    ? `passed: ${check} at ${place}${took}`
    : `failed: ${check} at ${place}${took}: ${problems.join('; ')}`;
}

/** Everything that is wrong in a round, the most telling first; empty where it is good. */
export function problemsOf({ attempts, problems, wrongImages }: Round): readonly string[] {
  const failures = attempts
    .filter((attempt) => !isGoodAttempt(attempt))
    .map(({ check, place, problems: wrong }) => `${check} at ${place}: ${wrong.join('; ')}`);
  return [...wrongImages, ...failures, ...problems];
}
