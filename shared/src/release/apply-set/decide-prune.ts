import { describeReference } from '../../cluster/api-error.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { qualifiedResource } from '../../cluster/object-paths.ts';
import { identityOf } from '../../manifests/manifest.ts';
import type { ApplySet } from './apply-set-id.ts';
import { groupKindOf } from './apply-set-scope.ts';
import type { Member } from './members.ts';
import type { PlacedReference } from './place-references.ts';
import { reasonToKeep } from './protection.ts';
import type { ProtectedKind } from './prune-kinds.ts';

/** An object that is to be deleted. */
export interface PrunedObject {
  readonly reference: ObjectReference;
  /** Of the object that was seen: a later one of the same name is not meant. */
  readonly uid: string;
}

/** An object that is no longer in the release and stays a member all the same. */
export interface KeptObject {
  readonly reference: ObjectReference;
  /** Half a sentence: `prune-kinds does not name PersistentVolumeClaim`. */
  readonly why: string;
}

/** What becomes of the members that are not in the release. */
export interface PruneDecision {
  readonly delete: readonly PrunedObject[];
  readonly kept: readonly KeptObject[];
}

/** What a decision depends on besides the members. */
export interface PruneRules {
  readonly set: ApplySet;
  readonly release: readonly PlacedReference[];
  /** Protected kinds that are pruned nevertheless. */
  readonly kinds: readonly ProtectedKind[];
  /** Where given, nothing but these objects is deleted. */
  readonly only?: readonly PlacedReference[];
}

/**
 * Which members go: those that the release does not have, save what is protected. What is being
 * deleted already is neither deleted nor kept.
 */
export function decidePrune(members: readonly Member[], rules: PruneRules): PruneDecision {
  const wanted = identitiesOf(rules.release);
  const only = rules.only && identitiesOf(rules.only);
  const leftOver = members.filter(
    ({ reference, metadata }) =>
      metadata.deletionTimestamp === undefined && !wanted.has(identityOf(reference)),
  );
  const judged = leftOver.map((member) => {
    const spared = only?.has(identityOf(member.reference)) === false;
    const why = spared
      ? 'it left the release earlier'
      : reasonToKeep(member, rules.set, rules.kinds);
    return { member, why };
  });
  const staying: readonly PlacedReference[] = [
    ...rules.release,
    ...judged.filter(({ why }) => why !== undefined).map(({ member }) => member),
  ];
  const guarded = judged.map(({ member, why }) => ({
    member,
    why: why ?? contentOf(member.reference, staying),
  }));
  return {
    delete: guarded
      .filter(({ why }) => why === undefined)
      .map(({ member }) => ({
        reference: member.reference,
        uid: member.metadata.uid ?? '',
      })),
    kept: guarded.flatMap(({ member, why }) =>
      why === undefined ? [] : [{ reference: member.reference, why }],
    ),
  };
}

/** Why something that stays would be lost with this Namespace or CustomResourceDefinition. */
function contentOf(
  { name, ...kind }: ObjectReference,
  staying: readonly PlacedReference[],
): string | undefined {
  const groupKind = groupKindOf(kind);
  const content = staying.find(({ reference, resource }) => {
    if (groupKind === 'Namespace') return reference.namespace === name;
    const isDefinition = groupKind === 'CustomResourceDefinition.apiextensions.k8s.io';
    // A definition's name is the resource that it defines.
    return isDefinition && resource !== undefined && qualifiedResource(resource) === name;
  });
  return content && `${describeReference(content.reference)} would be deleted with it`;
}

function identitiesOf(placed: readonly PlacedReference[]): ReadonlySet<string> {
  return new Set(placed.map(({ reference }) => identityOf(reference)));
}
