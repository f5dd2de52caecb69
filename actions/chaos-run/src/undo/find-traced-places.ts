import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster, ObjectQuery } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { identityOf } from '@kube-delivery/shared/cluster/lease-object';
import { formatHolder } from '@kube-delivery/shared/cluster/lock-holder';
import type { LockHolder } from '@kube-delivery/shared/cluster/lock-holder';
import type { Log } from '@kube-delivery/shared/action/log';
import { clusterNamespace, placeOfLease } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { readRecord, runLabel, stayLabel } from './fault-record.ts';

const managed = 'app.kubernetes.io/managed-by=kube-delivery';

/** One run, as its records and its locks name it. */
export interface TracedRun {
  readonly runKey: string;
  readonly holder: LockHolder;
}

/** What is searched with. */
export interface SearchWorld {
  readonly cluster: Cluster;
  readonly log: Log;
}

/**
 * The places that hold records or locks of chaos, of this run only where given and without those of
 * faults that are to stay, among these namespaces or in the whole cluster where undefined. What lies in
 * no namespace is looked for in any case, unless that may not be read, as by a run that has to do with
 * some namespaces only.
 */
export async function findTracedPlaces(
  { cluster, log }: SearchWorld,
  namespaces: readonly string[] | undefined,
  signal: AbortSignal,
  run?: TracedRun,
): Promise<readonly ChaosPlace[]> {
  const searchIn = (where: Pick<ObjectQuery, 'namespace' | 'allNamespaces'>) =>
    search(cluster, where, run, signal);
  const found =
    namespaces === undefined
      ? [searchIn({ allNamespaces: true })]
      : [...new Set(namespaces)].map((namespace) => searchIn({ namespace }));
  if (namespaces?.includes(clusterNamespace) === false) {
    found.push(
      searchIn({ namespace: clusterNamespace }).then(
        (places) => places.filter(({ scope }) => scope === 'cluster'),
        (error: unknown) => {
          if (!isApiError(error, 403)) throw error;
          // A run that could not write there has left nothing there.
          if (run === undefined) {
            log.info(`What faults left on nodes is not looked for: ${error.message}`);
          }
          return [];
        },
      ),
    );
  }
  const places = new Map<string, ChaosPlace>();
  for (const place of (await Promise.all(found)).flat()) {
    places.set(`${place.namespace}/${place.scope}`, place);
  }
  return [...places.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, place]) => place);
}

async function search(
  cluster: Cluster,
  where: Pick<ObjectQuery, 'namespace' | 'allNamespaces'>,
  run: TracedRun | undefined,
  signal: AbortSignal,
): Promise<readonly ChaosPlace[]> {
  const isOwn = (lease: KubeObject): boolean =>
    run === undefined || identityOf(lease) === formatHolder(run.holder);
  const labelSelector = run === undefined ? runLabel : `${runLabel}=${run.runKey},!${stayLabel}`;
  const [records, leases] = await Promise.all([
    cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', labelSelector, ...where }, signal),
    cluster.list(
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', labelSelector: managed, ...where },
      signal,
    ),
  ]);
  const locked = leases.filter(isOwn).flatMap((lease) => placeOfLock(lease) ?? []);
  return [...records.map(placeOfRecord), ...locked];
}

function placeOfRecord(object: KubeObject): ChaosPlace {
  const record = readRecord(object);
  const { namespace = '' } = object.metadata;
  if (!('problem' in record)) return record.place;
  return { scope: 'namespace', namespace };
}

function placeOfLock({ metadata }: KubeObject): ChaosPlace | undefined {
  return placeOfLease(metadata.name, metadata.namespace ?? '');
}
