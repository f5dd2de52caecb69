import type { Json } from '@kube-delivery/shared/json/json';
import type { Activity, Phase, Scope } from '../experiment/experiment.ts';

/**
 * Does what an activity's provider says and gives its result. Rejects with an ActivityFailedError
 * where the activity failed, with an ActivityCrashedError where Chaos Toolkit would have raised anything
 * else, and with the signal's reason when that aborts. `extra` are arguments beside the file's, as the
 * `value` that a probe used as tolerance is given.
 */
export type Play = (
  activity: Activity,
  scope: Scope,
  call: { readonly phase: Phase; readonly signal: AbortSignal; readonly extra?: ExtraArguments },
) => Promise<Json>;

/** Arguments that the file does not name. */
export type ExtraArguments = Readonly<Record<string, Json>>;
