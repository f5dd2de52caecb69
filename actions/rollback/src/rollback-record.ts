import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { recordRun } from '@kube-delivery/shared/release/record-run';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { addedSince } from '@kube-delivery/shared/release/restore-revision';

/** What revisions after the target made and it does not have. */
export function addedAfter(
  records: readonly ReleaseRecord[],
  target: ReleaseRecord,
): readonly ObjectReference[] {
  const later = records.filter(({ revision }) => revision > target.revision);
  return addedSince(
    target,
    later.flatMap(({ created }) => created),
  );
}

/** The record of a rollback that is about to be written: a revision of its own, with the target's objects. */
export function recordOf(
  { context, release }: ReleaseWork,
  facts: {
    readonly revision: number;
    readonly from: number;
    readonly target: ReleaseRecord;
    readonly plan: ReleasePlan;
  },
): ReleaseRecord {
  const { from, plan, revision, target } = facts;
  return {
    schemaVersion: 1,
    release,
    revision,
    outcome: 'pending',
    reason: '',
    strategy: 'rollback',
    rollback: { from, to: target.revision },
    startedAt: context.clock.now().toISOString(),
    run: recordRun(context.run),
    objects: target.objects,
    ...(target.migrations === undefined ? {} : { migrations: target.migrations }),
    created: plan.objects
      .filter(({ action }) => action === 'create')
      .map(({ reference }) => reference),
  };
}
