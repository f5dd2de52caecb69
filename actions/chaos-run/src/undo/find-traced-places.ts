import type { Cluster, ObjectQuery } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { identityOf } from '@kube-delivery/shared/cluster/lease-object';
import { formatHolder } from '@kube-delivery/shared/cluster/lock-holder';
import type { LockHolder } from '@kube-delivery/shared/cluster/lock-holder';
import { placeOfLease } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { readRecord, runLabel } from './fault-record.ts';

const managed = 'app.kubernetes.io/managed-by=kube-delivery';

/** One run, as its records and its locks name it. */
export interface TracedRun {
  readonly runKey: string;
  readonly holder: LockHolder;
}

/**
 * The places that hold records or locks of chaos, of this run only where given, among these namespaces
 * or in the whole cluster where undefined.
 */
export async function findTracedPlaces(
  cluster: Cluster,
  namespaces: readonly string[] | undefined,
  signal: AbortSignal,
  run?: TracedRun,
): Promise<readonly ChaosPlace[]> {
  const isOwn = (lease: KubeObject): boolean =>
    run === undefined || identityOf(lease) === formatHolder(run.holder);
  const recordLabel = run === undefined ? runLabel : `${runLabel}=${run.runKey}`;
  const listEach = async (query: ObjectQuery): Promise<readonly KubeObject[]> => {
    if (namespaces === undefined) return cluster.list({ ...query, allNamespaces: true }, signal);
    const lists = [...new Set(namespaces)].map((namespace) =>
      cluster.list({ ...query, namespace }, signal),
    );
    return (await Promise.all(lists)).flat();
  };
  const [records, leases] = await Promise.all([
    listEach({ apiVersion: 'v1', kind: 'ConfigMap', labelSelector: recordLabel }),
    listEach({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', labelSelector: managed }),
  ]);
  const places = new Map<string, ChaosPlace>();
  for (const place of [...records.map(placeOfRecord), ...leases.filter(isOwn).map(placeOfLock)]) {
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
