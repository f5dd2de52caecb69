import type { Cluster } from '../cluster/cluster.ts';
import type { GroupVersionKind, KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, stringAt, valueAt } from '../json/json.ts';

/** Where the objects of a kind live, and whether the cluster serves it already. */
export interface ReleaseKind {
  readonly namespaced: boolean;
  /** False where a CustomResourceDefinition of the same release brings the kind. */
  readonly served: boolean;
}

/** Describes every kind of `objects` that the cluster serves or the release itself defines. */
export async function describeKinds(
  cluster: Cluster,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<(kind: GroupVersionKind) => ReleaseKind | undefined> {
  const defined = new Map(
    objects.flatMap((object) =>
      definedKinds(object).map((kind) => [keyOf(kind), kind.namespaced] as const),
    ),
  );
  const wanted = new Map(objects.map((object) => [keyOf(object), object]));
  const described = await Promise.all(
    [...wanted].map(async ([key, { apiVersion, kind }]) => {
      const resource = await cluster.resourceOf({ apiVersion, kind }, signal);
      if (resource) return [key, { namespaced: resource.namespaced, served: true }] as const;
      const namespaced = defined.get(key);
      return [key, namespaced === undefined ? undefined : { namespaced, served: false }] as const;
    }),
  );
  const kinds = new Map(described);
  return (kind) => kinds.get(keyOf(kind));
}

/** The kinds that a CustomResourceDefinition brings; none for any other object. */
export function definedKinds(
  object: KubeObject,
): readonly (GroupVersionKind & { readonly namespaced: boolean })[] {
  if (object.kind !== 'CustomResourceDefinition') return [];
  const group = stringAt(object, 'spec', 'group') ?? '';
  const kind = stringAt(object, 'spec', 'names', 'kind') ?? '';
  const namespaced = stringAt(object, 'spec', 'scope') === 'Namespaced';
  return arrayAt(object, 'spec', 'versions')
    .filter((version) => valueAt(version, 'served') !== false)
    .map((version) => {
      const apiVersion = `${group}/${stringAt(version, 'name') ?? ''}`;
      return { apiVersion, kind, namespaced };
    });
}

function keyOf({ apiVersion, kind }: GroupVersionKind): string {
  return `${apiVersion}/${kind}`;
}
