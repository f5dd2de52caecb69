import { numberAt, stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { isObserved, unobserved } from './conditions.ts';
import { progressing, ready } from './verdicts.ts';

/**
 * A DaemonSet is ready when each node that shall run it runs an available pod of the newest template
 * (with `OnDelete`: of any).
 */
export function assessDaemonSet(object: KubeObject): Readiness {
  if (!isObserved(object)) return unobserved;
  const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
  const wanted = count('desiredNumberScheduled');
  const updated = count('updatedNumberScheduled');
  if (stringAt(object, 'spec', 'updateStrategy', 'type') !== 'OnDelete' && updated < wanted) {
    return progressing(`${updated} of ${wanted} pods are updated`);
  }
  const available = count('numberAvailable');
  return available >= wanted ? ready : progressing(`${available} of ${wanted} pods are available`);
}
