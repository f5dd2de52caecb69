import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isServing } from '@kube-delivery/shared/cluster/readiness/pod';

/**
 * The pods that most likely go when a workload gets so many fewer: of a StatefulSet those with the
 * highest numbers, of others those that do not serve and the youngest first, as the ReplicaSet's
 * controller ranks them.
 */
export function departingPods(
  kind: string,
  pods: readonly KubeObject[],
  fewer: number,
): readonly KubeObject[] {
  const ranked =
    kind === 'StatefulSet'
      ? pods.toSorted((a, b) => ordinalOf(b) - ordinalOf(a))
      : pods.toSorted((a, b) => Number(isServing(a)) - Number(isServing(b)) || ageOrder(a, b));
  return ranked.slice(0, fewer);
}

function ordinalOf({ metadata }: KubeObject): number {
  return Number(/\d+$/.exec(metadata.name)?.[0] ?? 0);
}

function ageOrder(a: KubeObject, b: KubeObject): number {
  const bornAt = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');
  return bornAt(b) - bornAt(a);
}
