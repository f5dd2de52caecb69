import { PreconditionError } from '../../action/errors.ts';
import { mapConcurrently } from '../../async/map-concurrently.ts';
import { describeReference, isApiError } from '../../cluster/api-error.ts';
import type { ApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import type { ApplySet } from './apply-set-id.ts';
import { makeScope, scopeOf, unionOf } from './apply-set-scope.ts';
import type { ApplySetScope } from './apply-set-scope.ts';
import { decidePrune } from './decide-prune.ts';
import type { PruneDecision, PrunedObject } from './decide-prune.ts';
import { callsAtOnce, listMembers } from './members.ts';
import { findParent } from './parent-scope.ts';
import { placeReferences } from './place-references.ts';
import type { ProtectedKind } from './prune-kinds.ts';

/** What pruning a release would do. */
export interface PrunePlan extends PruneDecision {
  /** What is left to be looked through once all of it is deleted. */
  readonly scope: ApplySetScope;
}

/** What is pruned. */
export interface PruneOptions {
  /** Protected kinds that are pruned nevertheless: what `readPruneKinds` gives. */
  readonly kinds: readonly ProtectedKind[];
  /** Where given, nothing but these objects is deleted: a rollback takes only what was added since. */
  readonly only?: readonly ObjectReference[];
}

/**
 * What of the set is not in the release and what is to become of it. `references` are all objects of
 * the release, changed or not: what they leave out is pruned. Writes nothing.
 * What the server would not let be found or deleted is a PreconditionError with the rule that allows it.
 */
export async function planPrune(
  cluster: Cluster,
  set: ApplySet,
  references: readonly ObjectReference[],
  { kinds, only }: PruneOptions,
  signal: AbortSignal,
): Promise<PrunePlan> {
  const [parent, release, within] = await Promise.all([
    findParent(cluster, set, signal),
    placeReferences(cluster, references, signal),
    only && placeReferences(cluster, only, signal),
  ]);
  const { namespace } = set.parent;
  const own = scopeOf(release, namespace);
  const scope = unionOf(parent?.scope ?? makeScope([], [], namespace), own);
  const members = await listMembers(cluster, set, scope, release, signal);
  const decision = decidePrune(members, {
    set,
    release,
    kinds,
    ...(within === undefined ? {} : { only: within }),
  });
  await rehearse(cluster, set, decision.delete, signal);
  return { ...decision, scope: unionOf(own, scopeOf(decision.kept, namespace)) };
}

/** Whether the server would delete these, so that what it refuses is known before anything is written. */
async function rehearse(
  cluster: Cluster,
  { release }: ApplySet,
  objects: readonly PrunedObject[],
  signal: AbortSignal,
): Promise<void> {
  await mapConcurrently(objects, callsAtOnce, async ({ reference, uid }) => {
    try {
      await cluster.delete(reference, { signal, uid, dryRun: true });
    } catch (error) {
      if (!isApiError(error)) throw error;
      if (isNoRefusal(error)) return;
      if (![400, 403, 405, 422].includes(error.status)) throw error;
      throw new PreconditionError(
        `${describeReference(reference)} is no longer in release ${release} and cannot be pruned: ${error.message}`,
        { ...(error.hint === undefined ? {} : { hint: error.hint }), cause: error },
      );
    }
  });
}

/** An object that changed, and a webhook that takes part in real deletes only, refuse nothing yet. */
function isNoRefusal({ status, message }: ApiError): boolean {
  return status === 409 || (status === 400 && message.includes('does not support dry run'));
}
