import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import { awaitReady } from '@kube-delivery/shared/cluster/await-ready';
import { applyPlan } from '@kube-delivery/shared/release/apply-plan';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { DeadlineError, startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Deadline } from '@kube-delivery/shared/time/deadline';
import type { Failure } from './ending.ts';
import type { Session } from './session.ts';
import { watchedObjects } from './watched-objects.ts';

/**
 * Writes a plan and waits until all of it is ready, both within `timeout`; with `wait: false` it only
 * writes. Gives what went wrong, or undefined when it is good. A cancelled job and a lost lock are
 * thrown, as nothing may be undone then.
 */
export async function attempt(session: Session, plan: ReleasePlan): Promise<Failure | undefined> {
  const { context, inputs, signal } = session;
  const what = `release ${inputs.release}`;
  const deadline = startDeadline(context.clock, inputs.timeout, what, signal);
  try {
    await write(session, plan, deadline);
    return inputs.wait ? await watch(session, plan, deadline) : undefined;
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error);
  } finally {
    deadline.cancel();
  }
}

/** What a thrown error says about the release; throws what says nothing about it. */
function failureOf(error: unknown): Failure {
  if (isApiError(error) || error instanceof PreconditionError) {
    const { message, hint } = error;
    return { reason: message, ...(hint === undefined ? {} : { hint }), diagnoses: [] };
  }
  if (error instanceof DeadlineError) return { reason: error.message, diagnoses: [] };
  throw error;
}

async function write(session: Session, plan: ReleasePlan, deadline: Deadline): Promise<void> {
  const { cluster, context, inputs } = session;
  await applyPlan(cluster, plan, {
    release: inputs.release,
    run: context.run,
    clock: context.clock,
    signal: deadline.signal,
    onApplied: ({ reference, action }) => {
      context.log.info(`${action}: ${describeReference(reference)}`);
    },
  });
}

async function watch(
  session: Session,
  plan: ReleasePlan,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { cluster, context, inputs, signal } = session;
  const references = watchedObjects(plan.objects.map(({ reference }) => reference));
  const end = await awaitReady(cluster, references, {
    signal,
    timeout: deadline.remaining(),
    failFast: inputs.failFast,
    logLines: inputs.logLines,
    clock: context.clock,
    log: context.log,
  });
  if (end.ready) return undefined;
  const [first, ...others] = end.diagnoses;
  const more = others.map(({ object }) => describeReference(object)).join(', ');
  return {
    reason: `${first?.reason ?? 'not ready'}${more === '' ? '' : ` (also not ready: ${more})`}`,
    ...(first === undefined ? {} : { hint: first.hint }),
    diagnoses: end.diagnoses,
  };
}
