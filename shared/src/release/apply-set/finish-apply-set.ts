import type { Log } from '../../action/log.ts';
import { mapConcurrently } from '../../async/map-concurrently.ts';
import { describeReference, isApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { inPhases } from '../../manifests/order.ts';
import { membershipOf } from './apply-set-id.ts';
import type { ApplySet } from './apply-set-id.ts';
import { scopeOf, unionOf } from './apply-set-scope.ts';
import type { KeptObject, PrunedObject } from './decide-prune.ts';
import { callsAtOnce } from './members.ts';
import { writeScope } from './parent-scope.ts';
import type { PrunePlan } from './plan-prune.ts';
import { reasonSetApart } from './protection.ts';

/** What pruning did. */
export interface PruneResult {
  readonly deleted: readonly ObjectReference[];
  /** As planned, and what became another's or was set apart since the plan was made. */
  readonly kept: readonly KeptObject[];
}

/**
 * Deletes what the plan names, in the reverse of the order in which objects are applied, then makes the
 * parent name no more than what is left. Only for a release that became good. What is not as the plan
 * saw it (another object of the name, another set's, set apart by annotation) is kept. Without a plan
 * there is nothing to do.
 */
export async function finishApplySet(
  cluster: Cluster,
  set: ApplySet,
  plan: PrunePlan | undefined,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<PruneResult> {
  if (plan === undefined) return { deleted: [], kept: [] };
  const deleted: ObjectReference[] = [];
  const kept = [...plan.kept];
  for (const { items } of inPhases(plan.delete, ({ reference }) => reference).toReversed()) {
    await mapConcurrently(items, callsAtOnce, async (pruned) => {
      const end = await prune(cluster, set, pruned, signal);
      if (end.deleted) {
        deleted.push(pruned.reference);
        log.info(`pruned: ${describeReference(pruned.reference)}`);
      } else if (end.why !== undefined) {
        kept.push({ reference: pruned.reference, why: end.why });
        log.info(`not pruned: ${describeReference(pruned.reference)}: ${end.why}`);
      }
    });
  }
  const scope = unionOf(plan.scope, scopeOf(kept, set.parent.namespace));
  await writeScope(cluster, set, () => scope, signal);
  return { deleted, kept };
}

/** How one object of a plan ended; `why` where it stays a member. */
interface PruneEnd {
  readonly deleted: boolean;
  readonly why?: string;
}

const madeAnew: PruneEnd = { deleted: false, why: 'it was made anew meanwhile' };

async function prune(
  cluster: Cluster,
  set: ApplySet,
  { reference, uid }: PrunedObject,
  signal: AbortSignal,
): Promise<PruneEnd> {
  const live = await cluster.read(reference, signal);
  const isMember = live !== undefined && membershipOf(live) === set.id;
  if (!isMember || live.metadata.deletionTimestamp !== undefined) return { deleted: false };
  if (live.metadata.uid !== uid) return madeAnew;
  const why = reasonSetApart(live.metadata, set);
  if (why !== undefined) return { deleted: false, why };
  try {
    return { deleted: await cluster.delete(reference, { signal, uid }) };
  } catch (error) {
    if (isApiError(error, 409)) return madeAnew;
    throw error;
  }
}
