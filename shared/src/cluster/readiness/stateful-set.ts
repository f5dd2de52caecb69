import { numberAt, stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { isObserved, unobserved } from './conditions.ts';
import { progressing, ready } from './verdicts.ts';

/**
 * A StatefulSet is ready when all its pods are available and those from its `partition` on are of the
 * newest template. With `OnDelete` pods are updated by whoever deletes them, so any template counts.
 */
export function assessStatefulSet(object: KubeObject): Readiness {
  if (!isObserved(object)) return unobserved;
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const count = (field: string): number | undefined => numberAt(object, 'status', field);
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const toUpdate = Math.max(0, wanted - partition);
  const updated = count('updatedReplicas') ?? 0;
  if (stringAt(object, 'spec', 'updateStrategy', 'type') !== 'OnDelete' && updated < toUpdate) {
    const kept = partition > 0 ? ` (the first ${Math.min(partition, wanted)} stay)` : '';
    return progressing(`${updated} of ${toUpdate} pods are updated${kept}`);
  }
  const available = count('availableReplicas') ?? count('readyReplicas') ?? 0;
  if (available < wanted) return progressing(`${available} of ${wanted} pods are available`);
  const extra = (count('replicas') ?? wanted) - wanted;
  return extra > 0
    ? progressing(`${extra} ${extra === 1 ? 'pod' : 'pods'} too many still there`)
    : ready;
}
