import { numberAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import { isObserved } from '../readiness/conditions.ts';
import type { Cause } from './cause.ts';

/**
 * Whether a PodDisruptionBudget asks for more healthy pods than it selects, all of which are healthy:
 * it can then protect none of them, and blocks every drain of their nodes.
 */
export function budgetCause(object: KubeObject): Cause | undefined {
  if (object.kind !== 'PodDisruptionBudget' || !isObserved(object)) return undefined;
  const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
  const selected = count('expectedPods');
  const desired = count('desiredHealthy');
  const healthy = count('currentHealthy');
  if (desired <= selected || healthy < selected) return undefined;
  const pods = selected === 1 ? 'pod' : 'pods';
  return {
    // A pod more is progress, as a StatefulSet makes them one by one.
    key: `${object.metadata.uid ?? object.metadata.name}/budget/${selected}`,
    grace: 'budget',
    reason: `${healthy} of ${desired} protected pods are healthy, and it selects only ${selected} ${pods}`,
    hint: 'Lower minAvailable, raise the replicas of what it protects, or correct its selector.',
  };
}
