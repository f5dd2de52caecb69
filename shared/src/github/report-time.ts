import type { Clock } from '../time/clock.ts';
import { DeadlineError } from '../time/deadline.ts';
import type { Deadline } from '../time/deadline.ts';
import { formatDuration } from '../time/duration.ts';

/** The runner gives a cancelled job 10 s in all, and the release itself needs most of them. */
const afterCancelMs = 3_000;

/**
 * A time of `milliseconds` in which something can still be said after the job was cancelled: when
 * `cancelled` aborts, 3 s are left, and as much where it had aborted before.
 */
export function startReportTime(
  clock: Clock,
  milliseconds: number,
  cancelled: AbortSignal,
): Deadline {
  const begun = clock.elapsed();
  const done = new AbortController();
  const limit = new AbortController();
  let end = begun + milliseconds;
  const passed = async (): Promise<void> => {
    try {
      await clock.sleep(milliseconds, AbortSignal.any([cancelled, done.signal]));
    } catch {
      end = Math.min(end, clock.elapsed() + afterCancelMs);
      await clock.sleep(Math.max(0, end - clock.elapsed()), done.signal);
    }
    const taken = formatDuration(clock.elapsed() - begun);
    limit.abort(new DeadlineError(`GitHub did not take it within ${taken}`));
  };
  // Ends by `cancel` in most cases, which nobody waits for.
  passed().catch(() => undefined);
  return {
    signal: limit.signal,
    remaining: () => Math.max(0, end - clock.elapsed()),
    cancel: () => {
      done.abort();
    },
  };
}
