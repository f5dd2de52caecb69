import { isApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import type { ApplySet } from './apply-set-id.ts';
import { readParent, toParent } from './apply-set-parent.ts';
import type { ApplySetParent } from './apply-set-parent.ts';
import { sameScope, scopeOf, unionOf } from './apply-set-scope.ts';
import type { ApplySetScope } from './apply-set-scope.ts';
import { placeReferences } from './place-references.ts';

/** What is to become of the scope that a set's parent names. */
export interface ScopeChange {
  /** Undefined where there is no parent yet. */
  readonly from: ApplySetScope | undefined;
  readonly to: ApplySetScope;
}

const mostTries = 5;

/** The parent of a set, or undefined where there is none yet; one that cannot be used is thrown. */
export async function findParent(
  cluster: Cluster,
  set: ApplySet,
  signal: AbortSignal,
): Promise<ApplySetParent | undefined> {
  const object = await cluster.read(set.parent, signal);
  return object && readParent(object, set);
}

/**
 * What `beginApplySet` would write before these objects may be written as members, or undefined where
 * the parent covers them already. Reads only; a parent that cannot be used is a PreconditionError.
 */
export async function planApplySet(
  cluster: Cluster,
  set: ApplySet,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<ScopeChange | undefined> {
  const [parent, own] = await Promise.all([
    findParent(cluster, set, signal),
    scopeOfObjects(cluster, set, references, signal),
  ]);
  return scopeChange(parent?.scope, unionOf(parent?.scope ?? own, own));
}

/**
 * Makes the parent name the kinds and namespaces of these objects beside those that it names already.
 * Called before they are written, so that a run that is lost half way leaves no member that a later
 * prune could not find. Gives whether anything was written.
 */
export async function beginApplySet(
  cluster: Cluster,
  set: ApplySet,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<boolean> {
  const own = await scopeOfObjects(cluster, set, references, signal);
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
    const change = scopeChange(parent?.scope, wanted(parent?.scope));
    if (change === undefined) return false;
    try {
      // The fields belong to kubectl wherever it wrote them last.
      await cluster.apply(toParent(set, change.to, parent), { signal, force: true });
      return true;
    } catch (error) {
      // Somebody, such as kubectl, wrote to the parent since it was read.
      if (isApiError(error, 409) && tries < mostTries) continue;
      throw error;
    }
  }
}

/** The change from one scope to another, or undefined where there is none. */
export function scopeChange(
  from: ApplySetScope | undefined,
  to: ApplySetScope,
): ScopeChange | undefined {
  return from !== undefined && sameScope(from, to) ? undefined : { from, to };
}

async function scopeOfObjects(
  cluster: Cluster,
  set: ApplySet,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<ApplySetScope> {
  return scopeOf(await placeReferences(cluster, references, signal), set.parent.namespace);
}
