import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { statusCondition } from '../../cluster/readiness/conditions.ts';
import { releaseMark, revisionMark, withAnnotations } from '../marks.ts';
import type { PlannedMigration, PlannedObject, ReleasePlan } from '../release-plan.ts';
import type { HistoryFacts, ReleaseOutcome, ReleaseRecord } from '../release-record.ts';

/** Ends after which the cluster still holds what the revision's migrations were run for. */
const goneOnFrom: readonly ReleaseOutcome[] = ['pending', 'abandoned', 'failed'];

/**
 * What is done about the Jobs of `plan.migrations`. All run once a changed release, also where an
 * equal Job ran for another release before. None runs where the release is the one that is running,
 * even if its Jobs are gone. After a run that was lost, or a release that was left bad, those that
 * ended well or are still at work for exactly this release are `unchanged`: the latter are waited for.
 * A Job that is run carries the number of its revision.
 */
export function decideMigrations(
  plan: ReleasePlan,
  release: string,
  facts: Pick<HistoryFacts, 'astray' | 'newest' | 'running'>,
): ReleasePlan {
  if (plan.migrations === undefined) return plan;
  const isRunning = facts.running !== undefined && declares(facts.running, plan);
  const begun = revisionsOf(plan, facts.astray);
  const decided = plan.migrations.map((planned): PlannedMigration => {
    const { live } = planned;
    const isBegun = live !== undefined && isOf(live, release, begun);
    if (isRunning || isBegun) {
      const outstanding = !isRunning && isBegun && !isOver(live);
      return { ...planned, action: 'unchanged', fields: [], outstanding };
    }
    const object = withAnnotations(planned.object, { [revisionMark]: String(facts.newest + 1) });
    const fresh = { ...planned, object, outstanding: true, fields: [] };
    if (live === undefined) return { ...fresh, action: 'create' };
    return { ...fresh, action: 'replace', force: true };
  });
  return { ...plan, migrations: decided };
}

/** Whether a Job has ended, well or not. */
export function isOver(job: KubeObject): boolean {
  return ['Complete', 'Failed'].some((type) => statusCondition(job, type)?.status === 'True');
}

/** The newest revisions that were begun for exactly what the plan declares and nothing else. */
function revisionsOf(plan: ReleasePlan, astray: readonly ReleaseRecord[]): ReadonlySet<number> {
  const other = astray.findIndex(
    (record) => !goneOnFrom.includes(record.outcome) || !declares(record, plan),
  );
  const same = other === -1 ? astray : astray.slice(0, other);
  return new Set(same.map(({ revision }) => revision));
}

function declares(record: ReleaseRecord, { objects, migrations = [] }: ReleasePlan): boolean {
  return (
    isDeepStrictEqual(record.objects, declaredOf(objects)) &&
    isDeepStrictEqual(record.migrations ?? [], declaredOf(migrations))
  );
}

function declaredOf(planned: readonly PlannedObject[]): readonly KubeObject[] {
  return planned.map(({ declared }) => declared);
}

/** Whether a Job was run for the release in one of these revisions, and has not failed. */
function isOf(job: KubeObject, release: string, revisions: ReadonlySet<number>): boolean {
  const { annotations = {}, deletionTimestamp } = job.metadata;
  return (
    deletionTimestamp === undefined &&
    annotations[releaseMark] === release &&
    revisions.has(Number(annotations[revisionMark])) &&
    statusCondition(job, 'Failed')?.status !== 'True'
  );
}
