import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { numberAt } from '../../json/json.ts';
import { groupOf, identityOf } from '../../manifests/manifest.ts';

/** A workload that a revision took down to zero pods, as its record keeps it. */
export interface ScaledWorkload {
  readonly reference: ObjectReference;
  /** How many replicas it was asked for before. */
  readonly replicas: number;
  /** When it was taken down, as ISO 8601. */
  readonly since: string;
}

/** Whether pods of this kind can be taken down by asking for zero replicas. */
export function isScalable(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
  return groupOf(object) === 'apps' && ['Deployment', 'StatefulSet'].includes(object.kind);
}

/** How many replicas a workload is asked for. */
export function replicasOf(workload: KubeObject): number {
  return numberAt(workload, 'spec', 'replicas') ?? 1;
}

/**
 * What revisions took down and nobody has brought back since; `records` are those after the last good
 * end, newest first. Of two that took the same workload down the newer one knows.
 */
export function takenDown(
  records: readonly { readonly scaledDown?: readonly ScaledWorkload[] }[],
): readonly ScaledWorkload[] {
  const newestLast = records.flatMap(({ scaledDown = [] }) => scaledDown).toReversed();
  return [...new Map(newestLast.map((each) => [identityOf(each.reference), each])).values()];
}
