import type { LockName } from '@kube-delivery/shared/cluster/lease-object';

/** What of a cluster one run of chaos has at a time. */
export interface ChaosPlace {
  /**
   * `namespace`: the objects of a namespace. `cluster`: the objects that lie in none, as nodes; their
   * lock and records lie in `clusterNamespace`.
   */
  readonly scope: 'namespace' | 'cluster';
  /** Where the lock and the records lie. */
  readonly namespace: string;
}

/**
 * Where the lock and the records of objects that lie in no namespace are, whatever namespace a run is
 * connected to: every cluster has it, nobody can delete it, and it is not among those never touched.
 */
export const clusterNamespace = 'default';

/** The objects that lie in no namespace. */
export const clusterPlace: ChaosPlace = { scope: 'cluster', namespace: clusterNamespace };

/** No namespace has a name with a dot. */
const clusterLock = 'cluster.nodes';

/** What the places of an experiment are told from. */
export interface PlacesWanted {
  readonly namespaces: readonly string[];
  readonly clusterWide: boolean;
}

/** The places that an experiment needs, in the order in which every run takes their locks. */
export function placesOf({ namespaces, clusterWide }: PlacesWanted): readonly ChaosPlace[] {
  const places: readonly ChaosPlace[] = [...new Set(namespaces)]
    .sort()
    .map((namespace) => ({ scope: 'namespace', namespace }));
  return clusterWide ? [...places, clusterPlace] : places;
}

/** The lock of a place: the Lease `kube-delivery-chaos-<namespace>`, or `-cluster.nodes`. */
export function lockOf({ scope, namespace }: ChaosPlace): LockName {
  return { kind: 'chaos', name: scope === 'cluster' ? clusterLock : namespace, namespace };
}

/** The place that a Lease of ours locks; undefined for any other Lease. */
export function placeOfLease(name: string, namespace: string): ChaosPlace | undefined {
  const places: readonly ChaosPlace[] = [{ scope: 'namespace', namespace }, clusterPlace];
  return places.find(
    (place) =>
      place.namespace === namespace && name === `kube-delivery-chaos-${lockOf(place).name}`,
  );
}

/** `namespace shop`, or `the objects of no namespace`. */
export function describePlace({ scope, namespace }: ChaosPlace): string {
  return scope === 'cluster' ? 'the objects of no namespace' : `namespace ${namespace}`;
}
