import type { ObjectReference } from '../cluster/kube-object.ts';
import { identityOf, referenceTo } from '../manifests/manifest.ts';
import { groupKindOf } from './apply-set/apply-set-scope.ts';
import { protectedKinds } from './apply-set/prune-kinds.ts';
import { attempt } from './attempt.ts';
import { deleteAll } from './delete-all.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { Failure } from './failure.ts';
import { planRelease } from './plan-release.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseWork } from './release-work.ts';

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
 * deletes what was added since (see `addedSince`). Where even this fails, what was added stays for
 * looking at.
 */
export async function restoreRevision(
  work: ReleaseWork,
  good: ReleaseRecord,
  added: readonly ObjectReference[],
): Promise<Restoration> {
  const plan = await planRelease(work.cluster, good.objects, { force: true }, work.signal);
  const [refusal] = plan.refusals;
  if (refusal) {
    return { plan, failure: { reason: describeRefusal(refusal), diagnoses: [] }, deleted: 0 };
  }
  const failure = await attempt(work, plan);
  const deleted = failure === undefined ? await deleteAll(work, added) : 0;
  return { plan, failure, deleted };
}

/** Which of `created` the good revision does not have, without what takes data along. */
export function addedSince(
  good: ReleaseRecord,
  created: readonly ObjectReference[],
): readonly ObjectReference[] {
  const wanted = new Set(good.objects.map((object) => identityOf(referenceTo(object))));
  const added = new Map(created.map((each) => [identityOf(each), each]));
  return [...added]
    .filter(([identity]) => !wanted.has(identity))
    .map(([, reference]) => reference)
    .filter((reference) => !isProtected(reference));
}

function isProtected(reference: ObjectReference): boolean {
  return protectedKinds.some((kind) => kind === groupKindOf(reference));
}
