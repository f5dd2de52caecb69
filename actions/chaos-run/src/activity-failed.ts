import type { Json } from '@kube-delivery/shared/json/json';

/** An activity failed in a way that Chaos Toolkit knows (ActivityFailed): its status is `failed`. */
export class ActivityFailedError extends Error {
  override readonly name = 'ActivityFailedError';
}

/** An action did something, but not what it was to do; its output is there all the same. */
export class FailedOutputError extends ActivityFailedError {
  readonly output: Json;

  constructor(message: string, output: Json) {
    super(message);
    this.output = output;
  }
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
