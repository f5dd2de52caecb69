import type { Cluster, ObjectQuery } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { placeOfLease } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { readRecord, runLabel } from './fault-record.ts';

const managed = 'app.kubernetes.io/managed-by=kube-delivery';

/**
 * The places that hold records or locks of chaos, among these namespaces or in the whole cluster where
 * undefined.
 */
export async function findTracedPlaces(
  cluster: Cluster,
  namespaces: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly ChaosPlace[]> {
  const listEach = async (query: ObjectQuery): Promise<readonly KubeObject[]> => {
    if (namespaces === undefined) return cluster.list({ ...query, allNamespaces: true }, signal);
    const lists = [...new Set(namespaces)].map((namespace) =>
      cluster.list({ ...query, namespace }, signal),
    );
    return (await Promise.all(lists)).flat();
  };
  const [records, leases] = await Promise.all([
    listEach({ apiVersion: 'v1', kind: 'ConfigMap', labelSelector: runLabel }),
    listEach({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', labelSelector: managed }),
  ]);
  const places = new Map<string, ChaosPlace>();
  for (const place of [...records.map(placeOfRecord), ...leases.map(placeOfLock)]) {
    if (place !== undefined) places.set(`${place.namespace}/${place.scope}`, place);
  }
  return [...places.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

function placeOfRecord(object: KubeObject): ChaosPlace {
  const record = readRecord(object);
  const { namespace = '' } = object.metadata;
  return 'problem' in record ? { scope: 'namespace', namespace } : record.place;
}

function placeOfLock({ metadata }: KubeObject): ChaosPlace | undefined {
  return placeOfLease(metadata.name, metadata.namespace ?? '');
}
