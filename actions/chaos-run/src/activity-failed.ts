/** An activity failed in a way that Chaos Toolkit knows (ActivityFailed): its status is `failed`. */
export class ActivityFailedError extends Error {
  override readonly name = 'ActivityFailedError';
}

/**
 * Nothing was hit, and nothing was done: no object may be, or what is asked for goes beyond a cap.
 */
export class NothingHitError extends ActivityFailedError {}

/**
 * An activity ran into what Chaos Toolkit would not catch, such as a wrong type: with
 * `compat: chaostoolkit` it ends the method with the status `aborted`, else it counts as failed.
 */
export class ActivityCrashedError extends Error {
  override readonly name = 'ActivityCrashedError';
}
