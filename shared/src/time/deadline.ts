import { formatDuration } from './duration.ts';
import type { Clock } from './clock.ts';

/** Thrown by the signal of a deadline that has passed. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** A point in time by which something must have happened. */
export interface Deadline {
  /** Aborts when the deadline passes (with a DeadlineError) or when the parent signal does. */
  readonly signal: AbortSignal;
  /** Milliseconds left, never negative. */
  remaining(): number;
  /** Frees the timer; the signal never aborts by time afterwards. */
  cancel(): void;
}

/** A deadline `milliseconds` from now for `what` (named in the error), under `parent`. */
export function startDeadline(
  clock: Clock,
  milliseconds: number,
  what: string,
  parent: AbortSignal,
): Deadline {
  const end = clock.elapsed() + milliseconds;
  const timer = new AbortController();
  const cancelled = new AbortController();
  clock.sleep(milliseconds, AbortSignal.any([parent, cancelled.signal])).then(
    () => {
      timer.abort(new DeadlineError(`${what} was not done within ${formatDuration(milliseconds)}`));
    },
    () => undefined,
  );
  return {
    signal: AbortSignal.any([parent, timer.signal]),
    remaining: () => Math.max(0, end - clock.elapsed()),
    cancel: () => {
      cancelled.abort();
    },
  };
}
