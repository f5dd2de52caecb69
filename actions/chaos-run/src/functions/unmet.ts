import { ActivityFailedError } from '../activity-failed.ts';

/**
 * What a probe gives where things are not as they should be: false, or an ActivityFailedError with the
 * reason where its arguments ask to raise, as they do by default.
 */
export function unmet(raises: boolean, reason: string): false {
  if (raises) throw new ActivityFailedError(reason);
  return false;
}
