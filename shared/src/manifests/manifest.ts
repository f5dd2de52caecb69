import { describeReference } from '../cluster/api-error.ts';
import type { GroupVersionKind, KubeObject, ObjectReference } from '../cluster/kube-object.ts';

/** Where in the user's files something stands. */
export interface Place {
  /** Relative to the workspace, with `/`; absolute for a file outside it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** An object as the user's files have it. */
export interface Manifest {
  readonly object: KubeObject;
  readonly place: Place;
}

/** Something wrong with the files that were named; `message` begins with the place where there is one. */
export interface ManifestProblem {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

/** The problem of one place in a file. */
export function problemAt(place: Place, message: string): ManifestProblem {
  return { ...place, message: `${place.file}:${place.line}: ${message}` };
}

/** The group of an apiVersion; empty for the core group. */
export function groupOf({ apiVersion }: Pick<GroupVersionKind, 'apiVersion'>): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** How other calls name this object. */
export function referenceTo(object: KubeObject): ObjectReference {
  const { namespace, name } = object.metadata;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
  };
}

/** Equal for two references exactly when they name the same object, whatever version they ask for. */
export function identityOf(reference: ObjectReference): string {
  return [groupOf(reference), reference.kind, reference.namespace ?? '', reference.name].join('/');
}

/** A problem for every manifest of an object that an earlier one has already. */
export function findDuplicates(manifests: readonly Manifest[]): readonly ManifestProblem[] {
  const seen = new Map<string, Place>();
  return manifests.flatMap(({ object, place }) => {
    const reference = referenceTo(object);
    const first = seen.get(identityOf(reference));
    if (first === undefined) {
      seen.set(identityOf(reference), place);
      return [];
    }
    const earlier = `${first.file}:${first.line}`;
    return [
      problemAt(place, `${describeReference(reference)} stands already at ${earlier}; keep one`),
    ];
  });
}
