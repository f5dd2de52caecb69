import { numberAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { describeCondition, isObserved, statusCondition, unobserved } from './conditions.ts';
import { progressing, ready } from './verdicts.ts';

/** A PodDisruptionBudget is ready when it counts at least as many healthy pods as it protects. */
export function assessDisruptionBudget(object: KubeObject): Readiness {
  if (!isObserved(object)) return unobserved;
  const healthy = numberAt(object, 'status', 'currentHealthy') ?? 0;
  const desired = numberAt(object, 'status', 'desiredHealthy') ?? 0;
  if (healthy < desired) return progressing(`${healthy} of ${desired} protected pods are healthy`);
  const condition = statusCondition(object, 'DisruptionAllowed');
  return condition?.reason === 'SyncFailed' ? progressing(describeCondition(condition)) : ready;
}

/**
 * A HorizontalPodAutoscaler is ready when it can reach what it scales. Missing metrics are not held
 * against a release: they take minutes to come for pods that have just started.
 */
export function assessAutoscaler(object: KubeObject): Readiness {
  if (object.apiVersion === 'autoscaling/v1') return ready;
  const condition = statusCondition(object, 'AbleToScale');
  if (condition === undefined) return progressing('has not been looked at yet');
  return condition.status === 'True'
    ? ready
    : progressing(`cannot scale: ${describeCondition(condition)}`);
}
