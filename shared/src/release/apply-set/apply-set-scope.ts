import { isDeepStrictEqual } from 'node:util';
import type { GroupVersionKind, ObjectReference } from '../../cluster/kube-object.ts';
import { groupOf } from '../../manifests/manifest.ts';

/** Where the members of a set are to be looked for; both sorted and without repetition. */
export interface ApplySetScope {
  /** `ConfigMap`, `Deployment.apps`. */
  readonly groupKinds: readonly string[];
  /** Without the parent's own namespace, which always belongs to the set. */
  readonly namespaces: readonly string[];
}

/** A kind as ApplySets name it: `Deployment.apps`, or `ConfigMap` of the core group. */
export function groupKindOf(kind: GroupVersionKind): string {
  const group = groupOf(kind);
  return group === '' ? kind.kind : `${kind.kind}.${group}`;
}

/** The parts of `Deployment.apps`; the group of a name without a dot is the core group. */
export function parseGroupKind(text: string): { readonly kind: string; readonly group: string } {
  const dot = text.indexOf('.');
  if (dot === -1) return { kind: text, group: '' };
  return { kind: text.slice(0, dot), group: text.slice(dot + 1) };
}

/** The least scope that has these objects in it. */
export function scopeOf(
  objects: readonly { readonly reference: ObjectReference }[],
  ownNamespace: string,
): ApplySetScope {
  return makeScope(
    objects.map(({ reference }) => groupKindOf(reference)),
    objects.flatMap(({ reference }) => reference.namespace ?? []),
    ownNamespace,
  );
}

/** The scope of these kinds and namespaces. */
export function makeScope(
  groupKinds: readonly string[],
  namespaces: readonly string[],
  ownNamespace: string,
): ApplySetScope {
  return {
    groupKinds: sorted(groupKinds),
    namespaces: sorted(namespaces.filter((namespace) => namespace !== ownNamespace)),
  };
}

/** What lies in one of the scopes or in both. */
export function unionOf(one: ApplySetScope, other: ApplySetScope): ApplySetScope {
  return {
    groupKinds: sorted([...one.groupKinds, ...other.groupKinds]),
    namespaces: sorted([...one.namespaces, ...other.namespaces]),
  };
}

/** Whether two scopes are the same. */
export function sameScope(one: ApplySetScope, other: ApplySetScope): boolean {
  return isDeepStrictEqual(one, other);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
