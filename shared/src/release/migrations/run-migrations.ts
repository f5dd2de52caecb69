import { describeReference } from '../../cluster/api-error.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { startDeadline } from '../../time/deadline.ts';
import type { Deadline } from '../../time/deadline.ts';
import { failureOf } from '../failure.ts';
import type { Failure } from '../failure.ts';
import { withProvenance } from '../marks.ts';
import type { PlannedMigration, ReleasePlan } from '../release-plan.ts';
import type { ReleaseWork } from '../release-work.ts';
import { isOver } from './decide-migrations.ts';
import { deleteJob, removeJob, untilComplete } from './run-job.ts';

/** For pods that take their time to end. */
const removalMs = 120_000;

/**
 * Runs the outstanding migrations of a plan to success, one after the other, and shows what they
 * write. The first that does not succeed before the deadline is the failure; where it is still at
 * work then it is stopped, so that nothing changes data beside whatever runs next. The signal's own
 * reason is thrown when the job is cancelled or the lock is lost: what is at work goes on, and the next
 * run waits for it.
 */
export async function runMigrations(
  work: ReleaseWork,
  { migrations = [] }: ReleasePlan,
  deadline: Deadline,
): Promise<Failure | undefined> {
  for (const migration of migrations.filter(({ outstanding }) => outstanding)) {
    const name = describeReference(migration.reference);
    const failure = await work.context.log.group(`Migration ${name}`, () =>
      runMigration(work, migration, deadline),
    );
    if (failure !== undefined) {
      return { ...failure, reason: `the migration failed: ${failure.reason}`, step: 'migration' };
    }
    work.context.log.info(`migrated: ${name}`);
  }
  return undefined;
}

async function runMigration(
  work: ReleaseWork,
  { action, force, live, object, reference }: PlannedMigration,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { cluster, context, release, signal } = work;
  let isOurs = action === 'unchanged';
  try {
    if (!isOurs) {
      const inTheWay = live === undefined ? undefined : await removeJob(work, live, deadline);
      if (inTheWay !== undefined) return inTheWay;
      isOurs = true;
      const marked = withProvenance(object, release, context.run);
      await cluster.apply(marked, { signal: deadline.signal, force });
    }
    const failure = await untilComplete(work, reference, deadline);
    if (failure !== undefined) await stop(work, reference);
    return failure;
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureOf(error);
    if (isOurs) await stop(work, reference);
    return failure;
  }
}

/** Ends a migration that is at work; one that has ended stays for looking at. */
async function stop(
  { cluster, context, signal }: ReleaseWork,
  reference: ObjectReference,
): Promise<void> {
  const deadline = startDeadline(context.clock, removalMs, 'stopping the migration', signal);
  try {
    const job = await cluster.read(reference, deadline.signal);
    if (job !== undefined && !isOver(job)) await deleteJob(cluster, job, deadline.signal);
  } catch (error) {
    signal.throwIfAborted();
    const { reason } = failureOf(error);
    context.log.warning(`${describeReference(reference)} may still be at work: ${reason}`);
  } finally {
    deadline.cancel();
  }
}
