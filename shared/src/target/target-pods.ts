import type { Cluster } from '../cluster/cluster.ts';
import { describeReference } from '../cluster/api-error.ts';
import { isOwnedBy } from '../cluster/diagnosis/owned-pods.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { labelSelectorText } from '../cluster/label-selector.ts';
import { isServing } from '../cluster/readiness/pod.ts';
import { objectAt, stringAt } from '../json/json.ts';
import { portOfPod } from './pod-port.ts';
import type { PodPort } from './pod-port.ts';
import { targetOfServicePort } from './service-port.ts';
import type { Target } from './target.ts';

/** One pod behind the target. */
export interface TargetPod {
  readonly object: KubeObject;
  readonly name: string;
  readonly namespace: string;
  readonly ready: boolean;
  /** Where its requests go; undefined where the pod serves no such port. */
  readonly port: PodPort | undefined;
}

/** The pods behind a target, or why there is no telling. */
export type TargetPods =
  | { readonly reference: ObjectReference; readonly pods: readonly TargetPod[] }
  | { readonly reference: ObjectReference; readonly problem: string };

/**
 * Finds the pods that stand behind a target now, in the connection's namespace unless another is given;
 * those that are being deleted do not count.
 */
export async function findTargetPods(
  cluster: Cluster,
  target: Target,
  signal: AbortSignal,
  namespace: string = cluster.namespace,
): Promise<TargetPods> {
  const reference = referenceOf(target, namespace);
  const object = await cluster.read(reference, signal);
  if (object === undefined) {
    return { reference, problem: `${describeReference(reference)} does not exist` };
  }
  const port =
    target.kind === 'service' ? targetOfServicePort(object, target.port) : { target: target.port };
  if ('problem' in port) return { reference, problem: port.problem };
  const found = await podsBehind(cluster, target, object, namespace, signal);
  const pods = found
    .filter((pod) => pod.metadata.deletionTimestamp === undefined && !isOver(pod))
    .map((pod) => ({
      object: pod,
      name: pod.metadata.name,
      namespace: pod.metadata.namespace ?? namespace,
      ready: isServing(pod),
      port: portOfPod(pod, port.target),
    }));
  return { reference, pods };
}

/** The object that a target names. */
export function referenceOf({ kind, name }: Target, namespace: string): ObjectReference {
  switch (kind) {
    case 'deployment':
      return { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
    case 'statefulset':
      return { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name };
    case 'daemonset':
      return { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name };
    case 'service':
      return { apiVersion: 'v1', kind: 'Service', namespace, name };
    case 'pod':
      return { apiVersion: 'v1', kind: 'Pod', namespace, name };
  }
}

async function podsBehind(
  cluster: Cluster,
  { kind }: Target,
  object: KubeObject,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const pods = async (labelSelector: string): Promise<readonly KubeObject[]> =>
    labelSelector === ''
      ? []
      : cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }, signal);
  switch (kind) {
    case 'pod':
      return [object];
    case 'service':
      return pods(labelSelectorText({ matchLabels: objectAt(object, 'spec', 'selector') }));
    case 'statefulset':
    case 'daemonset': {
      const selector = labelSelectorText(objectAt(object, 'spec', 'selector'));
      return (await pods(selector)).filter((pod) => isOwnedBy(pod, object));
    }
    case 'deployment': {
      const selector = labelSelectorText(objectAt(object, 'spec', 'selector'));
      const replicaSets = await cluster.list(
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, labelSelector: selector },
        signal,
      );
      const own = replicaSets.filter((set) => isOwnedBy(set, object));
      // Other workloads' pods may carry the same labels.
      return (await pods(selector)).filter((pod) => own.some((set) => isOwnedBy(pod, set)));
    }
  }
}

function isOver(pod: KubeObject): boolean {
  return ['Succeeded', 'Failed'].includes(stringAt(pod, 'status', 'phase') ?? '');
}
