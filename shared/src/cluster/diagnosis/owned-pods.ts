import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import { isObserved } from '../readiness/conditions.ts';

/** What is around a workload in its namespace. */
export interface Surroundings {
  readonly replicaSets: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  /** Warnings. */
  readonly events: readonly KubeObject[];
  /** Those of them that came or were repeated since the wait began. */
  readonly freshEvents: readonly KubeObject[];
}

/** Kinds that make pods, and a pod itself. */
const workloadKinds = [
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];

/** Whether objects of the kind make pods, or are one. */
export function hasPods(kind: string): boolean {
  return workloadKinds.includes(kind);
}

/**
 * The object that makes the pods of a workload's newest template: for a Deployment its ReplicaSet of
 * the same revision, once that is known; for others the workload itself.
 */
export function podMaker(
  workload: KubeObject,
  replicaSets: readonly KubeObject[],
): KubeObject | undefined {
  if (workload.kind !== 'Deployment') return workload;
  const revision = revisionOf(workload);
  // Both views may lag behind each other: only the same revision in both is the newest for sure.
  if (!isObserved(workload) || revision === undefined) return undefined;
  return replicaSets.find((set) => isOwnedBy(set, workload) && revisionOf(set) === revision);
}

/**
 * The pods of a workload's newest template; leftovers of another are not among them. Empty while it
 * is not known which template that is.
 */
export function podsOfRevision(
  workload: KubeObject,
  { replicaSets, pods }: Pick<Surroundings, 'replicaSets' | 'pods'>,
): readonly KubeObject[] {
  if (workload.kind === 'Pod') {
    return pods.filter((pod) => pod.metadata.uid === workload.metadata.uid);
  }
  const maker = podMaker(workload, replicaSets);
  if (maker === undefined) return [];
  return pods.filter((pod) => isOwnedBy(pod, maker) && isOfNewestTemplate(pod, workload));
}

/** Whether pods of other templates than the newest are still there, also ending ones. */
export function hasOtherPods(workload: KubeObject, surroundings: Surroundings): boolean {
  const newest = podsOfRevision(workload, surroundings);
  return allPods(workload, surroundings).some((pod) => !newest.includes(pod));
}

/** Whether `owner` is the controller of `object`. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  const { uid } = owner.metadata;
  return (
    uid !== undefined &&
    (object.metadata.ownerReferences ?? []).some((reference) => stringAt(reference, 'uid') === uid)
  );
}

function allPods(workload: KubeObject, { replicaSets, pods }: Surroundings): readonly KubeObject[] {
  const owners =
    workload.kind === 'Deployment'
      ? replicaSets.filter((set) => isOwnedBy(set, workload))
      : [workload];
  return pods.filter((pod) => owners.some((owner) => isOwnedBy(pod, owner)));
}

function isOfNewestTemplate(pod: KubeObject, workload: KubeObject): boolean {
  if (stringAt(workload, 'spec', 'updateStrategy', 'type') === 'OnDelete') return true;
  const labels = pod.metadata.labels ?? {};
  switch (workload.kind) {
    case 'StatefulSet':
      return (
        isObserved(workload) &&
        labels['controller-revision-hash'] === stringAt(workload, 'status', 'updateRevision')
      );
    case 'DaemonSet':
      return (
        labels['pod-template-generation'] ===
        workload.metadata.annotations?.['deprecated.daemonset.template.generation']
      );
    default:
      return true;
  }
}

function revisionOf(object: KubeObject): string | undefined {
  return object.metadata.annotations?.['deployment.kubernetes.io/revision'];
}
