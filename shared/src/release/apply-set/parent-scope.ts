import { isApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import type { ApplySet } from './apply-set-id.ts';
import { readParent, toParent } from './apply-set-parent.ts';
import type { ApplySetParent } from './apply-set-parent.ts';
import { sameScope, scopeOf, unionOf } from './apply-set-scope.ts';
import type { ApplySetScope } from './apply-set-scope.ts';
import { placeReferences } from './place-references.ts';

const mostTries = 5;

/**
 * The parent of a set, or undefined where there is none yet. One that cannot be used is a
 * PreconditionError: worth asking for before anything is written.
 */
export async function findParent(
  cluster: Cluster,
  set: ApplySet,
  signal: AbortSignal,
): Promise<ApplySetParent | undefined> {
  const object = await cluster.read(set.parent, signal);
  return object && readParent(object, set);
}

/**
 * Makes the parent name the kinds and namespaces of these objects beside those that it names already.
 * Called with all objects of the release before any is written, so that a run that is lost half way
 * leaves no member that a later prune could not find. Gives whether anything was written.
 */
export async function beginApplySet(
  cluster: Cluster,
  set: ApplySet,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<boolean> {
  const placed = await placeReferences(cluster, references, signal);
  const own = scopeOf(placed, set.parent.namespace);
  return writeScope(cluster, set, (scope) => unionOf(scope ?? own, own), signal);
}

/** Writes the scope that `wanted` makes of the one that the parent names, where it is another. */
export async function writeScope(
  cluster: Cluster,
  set: ApplySet,
  wanted: (scope: ApplySetScope | undefined) => ApplySetScope,
  signal: AbortSignal,
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const parent = await findParent(cluster, set, signal);
    const scope = wanted(parent?.scope);
    if (parent !== undefined && sameScope(parent.scope, scope)) return false;
    try {
      // The fields belong to kubectl wherever it wrote them last.
      await cluster.apply(toParent(set, scope, parent), { signal, force: true });
      return true;
    } catch (error) {
      // Somebody, such as kubectl, wrote to the parent since it was read.
      if (isApiError(error, 409) && tries < mostTries) continue;
      throw error;
    }
  }
}
