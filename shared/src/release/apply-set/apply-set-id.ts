import { createHash } from 'node:crypto';
import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { textValues } from '../../json/text-values.ts';
import { without } from '../../json/without.ts';
import { groupOf } from '../../manifests/manifest.ts';

/** Label of every member of an ApplySet, with the set's id (KEP-3659). */
export const partOfLabel = 'applyset.kubernetes.io/part-of';

/** The objects of one release, as an ApplySet of KEP-3659 that `kubectl apply --applyset` knows too. */
export interface ApplySet {
  readonly release: string;
  /** What members carry as `partOfLabel` and the parent as `applyset.kubernetes.io/id`. */
  readonly id: string;
  /** The Secret `kube-delivery.<release>`, which says where members are to be looked for. */
  readonly parent: ObjectReference & { readonly namespace: string };
}

/** The set of a release whose history is kept in `namespace`. */
export function applySetOf(release: string, namespace: string): ApplySet {
  const name = `kube-delivery.${release}`;
  const parent = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  return { release, id: applySetId(parent), parent };
}

/** The id that KEP-3659 prescribes for a set with this parent, so that no other parent can claim it. */
export function applySetId(parent: ObjectReference): string {
  const { name, namespace = '', kind } = parent;
  const identity = [name, namespace, kind, groupOf(parent)].join('.');
  return `applyset-${createHash('sha256').update(identity).digest('base64url')}-v1`;
}

/** `object` as a member of the set. Only its own labels change, never those of a pod template. */
export function withMembership(object: KubeObject, set: ApplySet): KubeObject {
  const { metadata } = object;
  const labels = { ...metadata.labels, [partOfLabel]: set.id };
  return { ...object, metadata: { ...metadata, labels } };
}

/** `object` as a member of no set, as what stands in for a member for a while is none itself. */
export function withoutMembership(object: KubeObject): KubeObject {
  const { labels, ...metadata } = object.metadata;
  if (labels?.[partOfLabel] === undefined) return object;
  const kept = textValues(without(labels, partOfLabel));
  const left = Object.keys(kept).length === 0 ? {} : { labels: kept };
  return { ...object, metadata: { ...metadata, ...left } };
}

/** The id of the set that an object is a member of. */
export function membershipOf(object: Pick<KubeObject, 'metadata'>): string | undefined {
  return object.metadata.labels?.[partOfLabel];
}
