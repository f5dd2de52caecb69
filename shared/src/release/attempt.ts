import { describeReference } from '../cluster/api-error.ts';
import { awaitReady } from '../cluster/await-ready.ts';
import type { Graces } from '../cluster/diagnosis/cause.ts';
import type { ObjectReference } from '../cluster/kube-object.ts';
import { identityOf } from '../manifests/manifest.ts';
import { phaseOf } from '../manifests/order.ts';
import { startDeadline } from '../time/deadline.ts';
import type { Deadline } from '../time/deadline.ts';
import { membershipOf } from './apply-set/apply-set-id.ts';
import { beginApplySet } from './apply-set/parent-scope.ts';
import { applyPlan } from './apply-plan.ts';
import { failureOf } from './failure.ts';
import type { Failure } from './failure.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { ReleaseWork } from './release-work.ts';
import { watchedObjects } from './watched-objects.ts';

/**
 * Writes a plan and waits until all of it is ready, both within the work's timeout; without `wait` it
 * only writes. Gives what went wrong, or undefined when it is good. A cancelled job and a lost lock
 * are thrown, as nothing may be undone then.
 */
export async function attempt(work: ReleaseWork, plan: ReleasePlan): Promise<Failure | undefined> {
  return withinTimeout(work, async (deadline) => {
    const failure = await writePlan(work, plan, deadline);
    if (failure !== undefined || !work.watching.wait) return failure;
    const references = plan.objects.map(({ reference }) => reference);
    return watchUntilReady(work, references, deadline, gracesOf(plan));
  });
}

/** Runs `step` under a deadline of the work's timeout; what it throws becomes the failure it tells of. */
export async function withinTimeout(
  { context, release, signal, watching }: ReleaseWork,
  step: (deadline: Deadline) => Promise<Failure | undefined>,
): Promise<Failure | undefined> {
  const deadline = startDeadline(context.clock, watching.timeout, `release ${release}`, signal);
  try {
    return await step(deadline);
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error);
  } finally {
    deadline.cancel();
  }
}

/** Waits, at most until the deadline, until those of the objects that can be ready are. */
export async function watchUntilReady(
  { cluster, context, signal, watching }: ReleaseWork,
  references: readonly ObjectReference[],
  deadline: Deadline,
  graces: Partial<Graces> = {},
): Promise<Failure | undefined> {
  const end = await awaitReady(cluster, watchedObjects(references), {
    signal,
    timeout: deadline.remaining(),
    failFast: watching.failFast,
    logLines: watching.logLines,
    clock: context.clock,
    log: context.log,
    graces,
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

/**
 * Where no workload was written, a refusal of its pods may be an old one: Kubernetes asks again only
 * after a while that grows with every refusal.
 */
function gracesOf({ objects }: ReleasePlan): Partial<Graces> {
  const isWritten = objects.some(
    ({ action, object }) => action !== 'unchanged' && phaseOf(object) === 'workloads',
  );
  return isWritten ? {} : { creation: 20_000, room: 20_000 };
}

/** Writes what of a plan is to change; a failure tells what was written before. */
export async function writePlan(
  { cluster, context, release, set }: ReleaseWork,
  plan: ReleasePlan,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const written = new Set<string>();
  try {
    const members = plan.objects.filter(({ object }) => membershipOf(object) === set.id);
    // A member is written only once the parent tells where to look for it.
    if (members.some(({ action }) => action !== 'unchanged')) {
      const references = members.map(({ reference }) => reference);
      await beginApplySet(cluster, set, references, deadline.signal);
    }
    await applyPlan(cluster, plan, {
      release,
      run: context.run,
      clock: context.clock,
      signal: deadline.signal,
      onApplied: ({ reference, action }) => {
        written.add(identityOf(reference));
        context.log.info(`${action}: ${describeReference(reference)}`);
      },
    });
    return undefined;
  } catch (error) {
    if (deadline.signal.aborted) throw error;
    const failure = failureOf(error);
    return { ...failure, reason: `${failure.reason} (${describeProgress(plan, written)})` };
  }
}

const mostNamed = 10;

/** What of a plan that ended half way was written and what was not. */
function describeProgress(plan: ReleasePlan, written: ReadonlySet<string>): string {
  const changing = plan.objects.filter(({ action }) => action !== 'unchanged');
  const named = (done: boolean): string => {
    const those = changing.filter(({ reference }) => written.has(identityOf(reference)) === done);
    const names = those.slice(0, mostNamed).map(({ reference }) => describeReference(reference));
    const more = those.length > mostNamed ? [`${those.length - mostNamed} more`] : [];
    return those.length === 0 ? 'nothing' : [...names, ...more].join(', ');
  };
  return `written before: ${named(true)}; not written: ${named(false)}`;
}
