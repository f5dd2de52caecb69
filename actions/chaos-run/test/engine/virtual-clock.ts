import type { Clock } from '@kube-delivery/shared/time/clock';

interface Sleeper {
  readonly until: number;
  wake(): void;
}

/**
 * A clock that moves only when nothing else is left to do: then it jumps to the first moment that
 * anybody sleeps for. It begins at `2026-01-01T00:00:00Z`.
 */
export function virtualClock(): Clock {
  const begin = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let sleepers: readonly Sleeper[] = [];
  let isTurning = false;
  const turn = (): void => {
    isTurning = false;
    const next = sleepers.reduce<Sleeper | undefined>(
      (first, each) => (first === undefined || each.until < first.until ? each : first),
      undefined,
    );
    if (next === undefined) return;
    elapsed = Math.max(elapsed, next.until);
    next.wake();
    schedule();
  };
  const schedule = (): void => {
    if (isTurning || sleepers.length === 0) return;
    isTurning = true;
    setImmediate(turn);
  };
  return {
    now: () => new Date(begin + elapsed),
    elapsed: () => elapsed,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const leave = (): void => {
          sleepers = sleepers.filter((each) => each !== sleeper);
          signal.removeEventListener('abort', abort);
        };
        const sleeper = {
          until: elapsed + milliseconds,
          wake: (): void => {
            leave();
            resolve();
          },
        };
        const abort = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', abort);
        sleepers = [...sleepers, sleeper];
        schedule();
      }),
  };
}
