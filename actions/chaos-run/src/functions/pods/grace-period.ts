import type { Arguments } from '../arguments.ts';

/** The seconds that pods have to end; undefined for their own, which a negative number means. */
export function gracePeriodOf(read: Arguments): number | undefined {
  const seconds = read.integer('grace_period');
  return seconds < 0 ? undefined : seconds;
}
