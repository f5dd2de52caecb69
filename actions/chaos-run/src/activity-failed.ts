/** An activity failed in a way that Chaos Toolkit knows (ActivityFailed): its status is `failed`. */
export class ActivityFailedError extends Error {
  override readonly name = 'ActivityFailedError';
}

/**
 * An activity ran into what Chaos Toolkit would not catch, such as a wrong type: with
 * `compat: chaostoolkit` it ends the method with the status `aborted`, else it counts as failed.
 */
export class ActivityCrashedError extends Error {
  override readonly name = 'ActivityCrashedError';
}
