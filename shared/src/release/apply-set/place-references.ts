import type { ApiResource, Cluster } from '../../cluster/cluster.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';

/** An object's reference with its namespace exactly where its kind has one. */
export interface PlacedReference {
  readonly reference: ObjectReference;
  /** Undefined for a kind that the server does not serve (yet). */
  readonly resource: ApiResource | undefined;
}

/**
 * References as the server's own lists would name the objects: a cluster-scoped one without namespace
 * even where its manifest names one, a namespaced one with the connection's where it names none.
 */
export async function placeReferences(
  cluster: Cluster,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<readonly PlacedReference[]> {
  const kinds = new Map(references.map((each) => [keyOf(each), each]));
  const resources = new Map(
    await Promise.all(
      [...kinds].map(
        async ([key, { apiVersion, kind }]) =>
          [key, await cluster.resourceOf({ apiVersion, kind }, signal)] as const,
      ),
    ),
  );
  return references.map((reference) => {
    const resource = resources.get(keyOf(reference));
    const { apiVersion, kind, name, namespace } = reference;
    if (resource === undefined) return { reference, resource };
    const place = resource.namespaced ? { namespace: namespace ?? cluster.namespace } : {};
    return { reference: { apiVersion, kind, ...place, name }, resource };
  });
}

function keyOf({ apiVersion, kind }: ObjectReference): string {
  return `${apiVersion} ${kind}`;
}
