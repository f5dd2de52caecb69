import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../activity-failed.ts';
import { substitute } from '../experiment/substitute.ts';
import type { Pause, Scope } from '../experiment/experiment.ts';

/**
 * Milliseconds of a pause, 0 where there is none. Rejects what Python cannot sleep for with an
 * ActivityCrashedError; a number that is written as text counts unless `compat` holds.
 */
export function pauseMilliseconds(
  pause: Pause | undefined,
  scope: Scope,
  which: 'before' | 'after',
  compat: boolean,
): number {
  if (pause === undefined) return 0;
  const value = substitute(pause, scope);
  const seconds = secondsOf(value, compat);
  if (seconds === undefined || seconds < 0) {
    throw new ActivityCrashedError(
      `the pause ${which} the activity is ${JSON.stringify(value)}, which is no number of seconds: ` +
        'give a number, or the name of a configuration that holds one',
    );
  }
  return seconds * 1000;
}

function secondsOf(value: Json, compat: boolean): number | undefined {
  if (value === null || value === false || value === '') return 0;
  if (value === true) return 1;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && !compat && /^\d+(?:\.\d+)?$/.test(value)) return Number(value);
  return undefined;
}
