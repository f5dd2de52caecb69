import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, numberAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import { without } from '@kube-delivery/shared/json/without';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const templateHash = 'pod-template-hash';

/** One revision of a workload that Kubernetes keeps. */
export interface WorkloadRevision {
  readonly number: number;
  /** Tells revisions apart: the hash that the pods carry. */
  readonly hash: string;
  readonly template: JsonObject;
}

/** The revisions of a workload, oldest first, and the hash of the one that it asks for now. */
export interface WorkloadHistory {
  readonly revisions: readonly WorkloadRevision[];
  readonly current: string | undefined;
}

/** Reads the ReplicaSets of a Deployment, or the ControllerRevisions of a StatefulSet or DaemonSet. */
export async function workloadHistory(
  cluster: Cluster,
  workload: KubeObject,
  signal: AbortSignal,
): Promise<WorkloadHistory> {
  const labels = Object.entries(textValues(objectAt(workload, 'spec', 'selector', 'matchLabels')));
  const kind = workload.kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision';
  const { namespace = cluster.namespace } = workload.metadata;
  const labelSelector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const kept = await cluster.list(
    { apiVersion: 'apps/v1', kind, namespace, labelSelector },
    signal,
  );
  const own = kept.filter((each) => isOwnedBy(each, workload));
  const revisions = own
    .map(kind === 'ReplicaSet' ? ofReplicaSet : ofControllerRevision)
    .sort((a, b) => a.number - b.number);
  return { revisions, current: currentHash(workload, revisions) };
}

function ofReplicaSet({ metadata, ...set }: KubeObject): WorkloadRevision {
  const template = objectAt(set, 'spec', 'template');
  const podMetadata = objectAt(template, 'metadata');
  const labels = without(objectAt(podMetadata, 'labels'), templateHash);
  return {
    number: Number(metadata.annotations?.[revisionAnnotation] ?? 0),
    hash: metadata.labels?.[templateHash] ?? metadata.name,
    template: { ...template, metadata: { ...podMetadata, labels } },
  };
}

function ofControllerRevision(revision: KubeObject): WorkloadRevision {
  const { labels = {}, name } = revision.metadata;
  return {
    number: numberAt(revision, 'revision') ?? 0,
    hash: labels['controller-revision-hash'] ?? labels['controller.kubernetes.io/hash'] ?? name,
    template: without(objectAt(revision, 'data', 'spec', 'template'), '$patch'),
  };
}

function currentHash(
  workload: KubeObject,
  revisions: readonly WorkloadRevision[],
): string | undefined {
  if (workload.kind === 'Deployment') {
    const number = Number(workload.metadata.annotations?.[revisionAnnotation] ?? 0);
    return revisions.find((each) => each.number === number)?.hash;
  }
  const update = stringAt(workload, 'status', 'updateRevision');
  const named = revisions.find(
    ({ hash }) => hash === update || update?.endsWith(`-${hash}`) === true,
  );
  // A DaemonSet does not say which revision it is at: it is always the newest.
  return (named ?? revisions.at(-1))?.hash;
}

function isOwnedBy({ metadata }: KubeObject, { metadata: { uid } }: KubeObject): boolean {
  return arrayAt(metadata, 'ownerReferences').some((owner) => stringAt(owner, 'uid') === uid);
}
