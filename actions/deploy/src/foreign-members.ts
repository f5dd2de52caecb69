import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { membershipOf } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import { findForeignSet } from '@kube-delivery/shared/release/apply-set/foreign-set';
import { mostAtOnce } from '@kube-delivery/shared/release/plan-release';
import { allPlanned } from '@kube-delivery/shared/release/release-plan';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { Session } from './session.ts';

/**
 * The plan with a refusal for each object that is a member of another release's ApplySet: an object is
 * of one set at most (KEP-3659), else two releases would prune each other's objects.
 */
export async function refuseForeignMembers(
  { cluster, set, signal }: Session,
  plan: ReleasePlan,
): Promise<ReleasePlan> {
  const suspects = allPlanned(plan).filter(({ live }) => {
    const id = live === undefined ? undefined : membershipOf(live);
    return id !== undefined && id !== set.id;
  });
  const refusals = await mapConcurrently(suspects, mostAtOnce, async ({ live, reference }) => {
    const foreign = live && (await findForeignSet(cluster, live, set, signal));
    return foreign === undefined ? [] : [{ kind: 'refused' as const, reference, ...foreign }];
  });
  return { ...plan, refusals: [...plan.refusals, ...refusals.flat()] };
}
