import { booleanAt, numberAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { describeCondition, isObserved, statusCondition, unobserved } from './conditions.ts';
import { failed, progressing, ready } from './verdicts.ts';

/**
 * A Deployment is ready when all its pods are of the newest template and available and no other is
 * left, as `kubectl rollout status` counts. It has failed when its progress deadline is exceeded.
 */
export function assessDeployment(object: KubeObject): Readiness {
  if (!isObserved(object)) return unobserved;
  const condition = statusCondition(object, 'Progressing');
  if (condition?.reason === 'ProgressDeadlineExceeded') return failed(describeCondition(condition));
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
  const paused = booleanAt(object, 'spec', 'paused') === true ? '; it is paused' : '';
  if (count('updatedReplicas') < wanted) {
    return progressing(`${count('updatedReplicas')} of ${wanted} pods are updated${paused}`);
  }
  if (count('replicas') > count('updatedReplicas')) {
    const old = count('replicas') - count('updatedReplicas');
    return progressing(`${old} old ${old === 1 ? 'pod is' : 'pods are'} still there${paused}`);
  }
  if (count('availableReplicas') < count('updatedReplicas')) {
    return progressing(`${count('availableReplicas')} of ${wanted} pods are available`);
  }
  return ready;
}

/** A ReplicaSet or ReplicationController is ready when all its pods are available. */
export function assessReplicaSet(object: KubeObject): Readiness {
  if (!isObserved(object)) return unobserved;
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const available = numberAt(object, 'status', 'availableReplicas') ?? 0;
  return available >= wanted ? ready : progressing(`${available} of ${wanted} pods are available`);
}
