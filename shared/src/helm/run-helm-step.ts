import { describeReference } from '../cluster/api-error.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import type { Diagnosis } from '../cluster/readiness.ts';
import type { Failure } from '../release/failure.ts';
import type { ReleaseWork } from '../release/release-work.ts';
import { DeadlineError } from '../time/deadline.ts';
import type { Deadline } from '../time/deadline.ts';
import type { HelmOutcome } from './helm-client.ts';
import { hintFor } from './helm-message.ts';
import { watchHooks } from './hook-watch.ts';

/** A command of Helm that writes, and the hooks that it runs on the way. */
export interface HelmStep {
  /** `upgrade`, for sentences. */
  readonly name: string;
  readonly hooks: readonly KubeObject[];
  run(limits: { readonly signal: AbortSignal; readonly timeout: number }): Promise<HelmOutcome>;
}

/**
 * Runs a command of Helm until the deadline. Gives what went wrong, with the log of a hook that failed,
 * or undefined. A hook that cannot succeed any more ends Helm at once where fail-fast is on.
 */
export async function runHelmStep(
  { cluster, context, signal, watching }: ReleaseWork,
  step: HelmStep,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const watch = await watchHooks(cluster, step.hooks, {
    signal: deadline.signal,
    timeout: deadline.remaining(),
    failFast: watching.failFast,
    logLines: watching.logLines,
    clock: context.clock,
    log: context.log,
  });
  const stopping = AbortSignal.any([deadline.signal, watch.lost]);
  let outcome: HelmOutcome;
  try {
    outcome = await step.run({ signal: stopping, timeout: deadline.remaining() });
  } catch (error) {
    const failed = await watch.end();
    signal.throwIfAborted();
    if (failed.length > 0) return failureOfHooks(step, failed);
    if (!(error instanceof DeadlineError)) throw error;
    return { reason: `helm ${step.name} was stopped: ${error.message}`, diagnoses: [] };
  }
  const failed = await watch.end();
  if (outcome.ok) return undefined;
  if (failed.length > 0) return failureOfHooks(step, failed);
  const { message } = outcome;
  return { reason: `helm ${step.name} failed: ${message}`, ...hintFor(message), diagnoses: [] };
}

function failureOfHooks(step: HelmStep, failed: readonly Diagnosis[]): Failure {
  const [first, ...others] = failed;
  const more = others.map(({ object }) => describeReference(object)).join(', ');
  return {
    reason: `a hook of helm ${step.name} failed: ${first?.reason ?? ''}${more === '' ? '' : ` (also: ${more})`}`,
    ...(first === undefined ? {} : { hint: first.hint }),
    diagnoses: failed,
  };
}
