import { assessReadiness } from '@kube-delivery/shared/cluster/assess-readiness';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { conditionOf } from '@kube-delivery/shared/cluster/readiness/conditions';
import { booleanAt, numberAt } from '@kube-delivery/shared/json/json';
import type { TargetPod } from '@kube-delivery/shared/target/target-pods';

/**
 * Why a target is not ready, as one sentence; empty where it is. A workload is when its controller says
 * so and as many pods as it wants are ready; the pods are looked at too, as a controller learns a moment
 * later of a pod that went away.
 */
export function whyNotReady(object: KubeObject, pods: readonly TargetPod[]): string {
  const what = `${object.kind} ${object.metadata.name}`;
  const wanted = wantedPods(object);
  if (wanted === 0) return `${what} wants no pod`;
  const unready = pods.filter((pod) => !pod.ready);
  if (unready.length > 0) {
    const [verb, noun] = unready.length === 1 ? ['is', 'pod'] : ['are', 'pods'];
    return `${noun} ${unready.map(({ name }) => name).join(', ')} ${verb} not ready`;
  }
  if (pods.length < (wanted ?? 1)) {
    return wanted === undefined
      ? `no pod stands behind ${what}`
      : `${what} has ${pods.length} of ${wanted} pods`;
  }
  if (wanted === undefined) return '';
  const state = assessReadiness(object);
  return state.state === 'ready' ? '' : `${what}: ${state.message}`;
}

/** Why a node does not take pods; empty where it does. */
export function whyNodeNotReady(node: KubeObject): string {
  const { name } = node.metadata;
  if (booleanAt(node, 'spec', 'unschedulable') === true) return `node ${name} is cordoned`;
  const condition = conditionOf(node.status ?? null, 'Ready');
  return condition?.status === 'True' ? '' : `node ${name} is not ready`;
}

/** How many pods a workload wants; undefined for what only points to pods. */
function wantedPods(object: KubeObject): number | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return numberAt(object, 'spec', 'replicas') ?? 1;
    case 'DaemonSet':
      return numberAt(object, 'status', 'desiredNumberScheduled') ?? 0;
    default:
      return undefined;
  }
}
