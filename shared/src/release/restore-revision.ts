import type { ObjectReference } from '../cluster/kube-object.ts';
import { identityOf, referenceTo } from '../manifests/manifest.ts';
import { groupKindOf } from './apply-set/apply-set-scope.ts';
import { protectedKinds } from './apply-set/prune-kinds.ts';
import { withinTimeout, writeAndWatch } from './attempt.ts';
import { deleteAll } from './delete-all.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { Failure } from './failure.ts';
import { planRelease } from './plan-release.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseWork } from './release-work.ts';
import { leftDown } from './scale/scale-up.ts';
import type { ScaledWorkload } from './scale/scaled-workload.ts';

/** How the restoring of a revision ended. */
export interface Restoration {
  /** What was written, or would have been where the server refuses it. */
  readonly plan: ReleasePlan;
  /** Undefined where all of the revision runs again. */
  readonly failure: Failure | undefined;
  readonly deleted: number;
}

/**
 * Applies the objects of a good revision again, whoever owns their fields by now, watches them, and
 * deletes what was added since (see `addedSince`). Workloads that were taken down get the replicas that
 * they had; migrations are not run again. Where even this fails, what was added stays for looking at. A cancelled job and a lost lock are thrown; everything else that goes wrong is told.
 */
export async function restoreRevision(
  work: ReleaseWork,
  good: ReleaseRecord,
  added: readonly ObjectReference[],
  takenDown: readonly ScaledWorkload[] = [],
): Promise<Restoration> {
  let plan: ReleasePlan = { objects: [], refusals: [] };
  let deleted = 0;
  const failure = await withinTimeout(work, async (deadline) => {
    const { signal } = deadline;
    plan = await planRelease(work.cluster, good.objects, { force: true }, signal);
    const [refusal] = plan.refusals;
    if (refusal) return { reason: describeRefusal(refusal), diagnoses: [] };
    const down = leftDown(plan, takenDown, { asBefore: true });
    const problem = await writeAndWatch(work, plan, deadline, down);
    if (problem === undefined) deleted = await deleteAll({ ...work, signal }, added);
    return problem;
  });
  return { plan, failure, deleted };
}

/** Which of `created` the good revision does not have, without what takes data along. */
export function addedSince(
  good: ReleaseRecord,
  created: readonly ObjectReference[],
): readonly ObjectReference[] {
  const kept = [...good.objects, ...(good.migrations ?? [])];
  const wanted = new Set(kept.map((object) => identityOf(referenceTo(object))));
  const added = new Map(created.map((each) => [identityOf(each), each]));
  return [...added]
    .filter(([identity]) => !wanted.has(identity))
    .map(([, reference]) => reference)
    .filter((reference) => !isProtected(reference));
}

function isProtected(reference: ObjectReference): boolean {
  return protectedKinds.some((kind) => kind === groupKindOf(reference));
}
