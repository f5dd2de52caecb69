import type { Clock } from '../../src/time/clock.ts';
import { systemClock } from '../../src/time/system-clock.ts';

/** The real clock, but pauses of up to 5 s take no time and are noted; longer ones are deadlines. */
export function impatientClock(pauses: number[] = []): Clock {
  return {
    ...systemClock,
    sleep: (milliseconds, signal) => {
      if (milliseconds > 5000) return systemClock.sleep(milliseconds, signal);
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
}
