import type { LockName } from '@kube-delivery/shared/cluster/lease-object';

/** What of a cluster one run of chaos has at a time. */
export interface ChaosPlace {
  /**
   * `namespace`: the objects of a namespace. `cluster`: the objects that lie in none, as nodes; their
   * lock and records lie in the connection's namespace.
   */
  readonly scope: 'namespace' | 'cluster';
  /** Where the lock and the records lie. */
  readonly namespace: string;
}

/** No namespace has a name with a dot. */
const clusterLock = 'cluster.nodes';

/** What the places of an experiment are told from. */
export interface PlacesWanted {
  readonly namespaces: readonly string[];
  readonly clusterWide: boolean;
}

/** The places that an experiment needs, in the order in which every run takes their locks. */
export function placesOf(
  { namespaces, clusterWide }: PlacesWanted,
  connectionNamespace: string,
): readonly ChaosPlace[] {
  const places: readonly ChaosPlace[] = [...new Set(namespaces)]
    .sort()
    .map((namespace) => ({ scope: 'namespace', namespace }));
  return clusterWide ? [...places, { scope: 'cluster', namespace: connectionNamespace }] : places;
}

/** The lock of a place: the Lease `kube-delivery-chaos-<namespace>`, or `-cluster.nodes`. */
export function lockOf({ scope, namespace }: ChaosPlace): LockName {
  return { kind: 'chaos', name: scope === 'cluster' ? clusterLock : namespace, namespace };
}

/** The place that a Lease of ours locks; undefined for any other Lease. */
export function placeOfLease(name: string, namespace: string): ChaosPlace | undefined {
  const scopes = ['namespace', 'cluster'] as const;
  const scope = scopes.find(
    (each) => name === `kube-delivery-chaos-${lockOf({ scope: each, namespace }).name}`,
  );
  return scope && { scope, namespace };
}

/** `namespace shop`, or `the objects of no namespace`. */
export function describePlace({ scope, namespace }: ChaosPlace): string {
  return scope === 'cluster' ? 'the objects of no namespace' : `namespace ${namespace}`;
}
