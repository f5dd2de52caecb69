import { isApiError } from '../cluster/api-error.ts';
import { assessReadiness } from '../cluster/assess-readiness.ts';
import type { Cluster, ObjectQuery } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import { textValues } from '../json/text-values.ts';
import { groupOf } from '../manifests/manifest.ts';

/** A workload as it is at the end of a run. */
export interface WorkloadState {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What its pods carry as pod-template-hash or controller-revision-hash; empty where unknown. */
  readonly revision: string;
  readonly ready: boolean;
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** From so many of a kind in a namespace on, a list is fewer calls than reading one after the other. */
const fewestToList = 4;

/** The Deployments, StatefulSets and DaemonSets among `references` that are there. */
export async function workloadStates(
  cluster: Cluster,
  references: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<readonly WorkloadState[]> {
  const workloads = references.filter(
    (reference) => groupOf(reference) === 'apps' && kinds.includes(reference.kind),
  );
  const groups = Map.groupBy(workloads, ({ apiVersion, kind, namespace = '' }) =>
    [apiVersion, kind, namespace].join(' '),
  );
  const states = await Promise.all(
    [...groups.values()].map((group) => statesOf(cluster, group, signal)),
  );
  const byReference = new Map(states.flatMap((group) => [...group]));
  return workloads.flatMap((reference) => byReference.get(reference) ?? []);
}

type States = ReadonlyMap<ObjectReference, WorkloadState>;

/** Of workloads of one kind and namespace. */
async function statesOf(
  cluster: Cluster,
  group: readonly ObjectReference[],
  signal: AbortSignal,
): Promise<States> {
  const [first] = group;
  if (first === undefined) return new Map();
  const isMany = group.length >= fewestToList;
  const place = first.namespace === undefined ? {} : { namespace: first.namespace };
  const { apiVersion, kind } = first;
  const [objects, replicaSets] = isMany
    ? await Promise.all([
        listAllowed(cluster, { apiVersion, kind, ...place }, signal),
        kind === 'Deployment' ? listReplicaSets(cluster, place, signal) : [],
      ])
    : [undefined, undefined];
  const byName = objects && new Map(objects.map((object) => [object.metadata.name, object]));
  const states = await Promise.all(
    group.map(async (reference) => {
      const object = byName ? byName.get(reference.name) : await cluster.read(reference, signal);
      if (object === undefined) return [];
      return [[reference, await stateOf(cluster, object, replicaSets, signal)] as const];
    }),
  );
  return new Map(states.flat());
}

async function stateOf(
  cluster: Cluster,
  object: KubeObject,
  replicaSets: readonly KubeObject[] | undefined,
  signal: AbortSignal,
): Promise<WorkloadState> {
  return {
    kind: object.kind,
    namespace: object.metadata.namespace ?? cluster.namespace,
    name: object.metadata.name,
    revision:
      object.kind === 'Deployment'
        ? await podTemplateHash(cluster, object, replicaSets, signal)
        : (stringAt(object, 'status', 'updateRevision') ?? ''),
    ready: assessReadiness(object).state === 'ready',
  };
}

/** Of the ReplicaSet whose revision the Deployment says is its own. */
async function podTemplateHash(
  cluster: Cluster,
  deployment: KubeObject,
  replicaSets: readonly KubeObject[] | undefined,
  signal: AbortSignal,
): Promise<string> {
  const revisionAnnotation = 'deployment.kubernetes.io/revision';
  const revision = deployment.metadata.annotations?.[revisionAnnotation];
  const labels = Object.entries(
    textValues(objectAt(deployment, 'spec', 'selector', 'matchLabels')),
  );
  const { namespace = cluster.namespace, uid } = deployment.metadata;
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const all = replicaSets ?? (await listReplicaSets(cluster, { namespace, labelSelector }, signal));
  const current = all.find(
    ({ metadata }) =>
      metadata.annotations?.[revisionAnnotation] === revision &&
      arrayAt(metadata, 'ownerReferences').some((owner) => stringAt(owner, 'uid') === uid),
  );
  return current?.metadata.labels?.['pod-template-hash'] ?? '';
}

/** None where they may not be listed: a revision is worth knowing, but not worth failing for. */
async function listReplicaSets(
  cluster: Cluster,
  which: Pick<ObjectQuery, 'namespace' | 'labelSelector'>,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...which };
  return (await listAllowed(cluster, query, signal)) ?? [];
}

/** Undefined where the account may not list them. */
async function listAllowed(
  cluster: Cluster,
  query: ObjectQuery,
  signal: AbortSignal,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return await cluster.list(query, signal);
  } catch (error) {
    if (isApiError(error, 403)) return undefined;
    throw error;
  }
}
