import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, booleanAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/** A pod that a drain leaves on its node. */
export interface LeftPod {
  readonly pod: KubeObject;
  readonly reason: string;
}

/** What a drain does with the pods of a node. */
export interface DrainPlan {
  readonly evicted: readonly KubeObject[];
  readonly left: readonly LeftPod[];
  /** Pods that nothing would replace: with any of them the node is not drained. */
  readonly unmanaged: readonly KubeObject[];
}

/**
 * Which pods a drain evicts, as `kubectl drain --ignore-daemonsets` does without `--force`. Those with
 * an emptyDir stay unless their data may be lost, as for Chaos Toolkit; kubectl would refuse.
 */
export function planDrain(pods: readonly KubeObject[], mayLoseData: boolean): DrainPlan {
  const left: LeftPod[] = [];
  const evicted: KubeObject[] = [];
  const unmanaged: KubeObject[] = [];
  for (const pod of pods) {
    const reason = whyLeft(pod, mayLoseData);
    if (reason !== undefined) left.push({ pod, reason });
    else if (controllerOf(pod) === undefined) unmanaged.push(pod);
    else evicted.push(pod);
  }
  return { evicted, left, unmanaged };
}

function whyLeft(pod: KubeObject, mayLoseData: boolean): string | undefined {
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) {
    return 'is a mirror pod of the kubelet';
  }
  if (pod.metadata.deletionTimestamp !== undefined) return 'is being deleted already';
  if (['Succeeded', 'Failed'].includes(stringAt(pod, 'status', 'phase') ?? '')) {
    return 'has ended already';
  }
  if (stringAt(controllerOf(pod), 'kind') === 'DaemonSet') return 'belongs to a DaemonSet';
  return !mayLoseData && hasLocalData(pod)
    ? 'has data in an emptyDir; delete_pods_with_local_storage is false'
    : undefined;
}

function controllerOf(pod: KubeObject): Json | undefined {
  return pod.metadata.ownerReferences?.find((owner) => booleanAt(owner, 'controller') === true);
}

function hasLocalData(pod: KubeObject): boolean {
  return arrayAt(pod, 'spec', 'volumes').some((volume) =>
    Object.hasOwn(objectAt(volume), 'emptyDir'),
  );
}
