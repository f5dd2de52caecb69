import { describeReference } from '../cluster/api-error.ts';
import type { Graces } from '../cluster/diagnosis/cause.ts';
import { identityOf } from '../manifests/manifest.ts';
import { phaseOf } from '../manifests/order.ts';
import { startDeadline } from '../time/deadline.ts';
import type { Deadline } from '../time/deadline.ts';
import { membershipOf } from './apply-set/apply-set-id.ts';
import { beginApplySet } from './apply-set/parent-scope.ts';
import { applyPlan } from './apply-plan.ts';
import { askAgain } from './ask-again.ts';
import { failureOf } from './failure.ts';
import type { Failure } from './failure.ts';
import { runMigrations } from './migrations/run-migrations.ts';
import { allPlanned } from './release-plan.ts';
import type { PlannedObject, ReleasePlan } from './release-plan.ts';
import type { ReleaseWork } from './release-work.ts';
import { scaleUp } from './scale/scale-up.ts';
import type { ScaledWorkload } from './scale/scaled-workload.ts';
import { watchUntilReady } from './watch-until-ready.ts';

/**
 * Writes a plan and waits until all of it is ready, both within the work's timeout; without `wait` it
 * only writes. Workloads that are `down` get the replicas that are given with them, once all is
 * written. Gives what went wrong, or undefined when it is good. A cancelled job and a lost lock are
 * thrown, as nothing may be undone then.
 */
export async function attempt(
  work: ReleaseWork,
  plan: ReleasePlan,
  down: readonly ScaledWorkload[] = [],
): Promise<Failure | undefined> {
  return withinTimeout(work, (deadline) => writeAndWatch(work, plan, deadline, down));
}

/** The same under a deadline that others share. */
export async function writeAndWatch(
  work: ReleaseWork,
  plan: ReleasePlan,
  deadline: Deadline,
  down: readonly ScaledWorkload[] = [],
): Promise<Failure | undefined> {
  const failure = await writePlan(work, plan, deadline);
  if (failure !== undefined) return failure;
  await scaleUp(work, down, deadline);
  if (!work.watching.wait) return undefined;
  await askAgain({ ...work, signal: deadline.signal }, plan);
  const references = plan.objects.map(({ reference }) => reference);
  return watchUntilReady(work, references, deadline, gracesOf(plan));
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

/** Where no workload was written, a refusal of its pods may be an old one; see `askAgain`. */
function gracesOf({ objects }: ReleasePlan): Partial<Graces> {
  const isWritten = objects.some(
    ({ action, object }) => action !== 'unchanged' && phaseOf(object) === 'workloads',
  );
  return isWritten ? {} : { old: 1_000_000 };
}

/**
 * Writes what of a plan is to change, and runs its migrations to success before Services and workloads
 * are written. A failure tells what was written before.
 */
export async function writePlan(
  work: ReleaseWork,
  plan: ReleasePlan,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { cluster, context, release, set } = work;
  const written = new Set<string>();
  const apply = (objects: ReleasePlan['objects']): Promise<void> =>
    applyPlan(
      cluster,
      { objects, refusals: [] },
      {
        release,
        run: context.run,
        clock: context.clock,
        signal: deadline.signal,
        onApplied: ({ reference, action }) => {
          written.add(identityOf(reference));
          context.log.info(`${action}: ${describeReference(reference)}`);
        },
      },
    );
  const [early, late] = splitAtMigrations(plan);
  try {
    const members = allPlanned(plan).filter(({ object }) => membershipOf(object) === set.id);
    // A member is written only once the parent tells where to look for it.
    if (members.some(({ action }) => action !== 'unchanged')) {
      const references = members.map(({ reference }) => reference);
      await beginApplySet(cluster, set, references, deadline.signal);
    }
    await apply(early);
    const failure = await runMigrations(work, plan, deadline);
    if (failure === undefined) await apply(late);
    return failure;
  } catch (error) {
    if (deadline.signal.aborted) throw error;
    const failure = failureOf(error);
    return { ...failure, reason: `${failure.reason} (${describeProgress(plan, written)})` };
  }
}

/** What migrations may need, and what waits for them. */
function splitAtMigrations({
  objects,
}: ReleasePlan): readonly [readonly PlannedObject[], readonly PlannedObject[]] {
  const isEarly = ({ object }: PlannedObject): boolean =>
    ['namespaces', 'definitions', 'configuration'].includes(phaseOf(object));
  return [objects.filter(isEarly), objects.filter((each) => !isEarly(each))];
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
