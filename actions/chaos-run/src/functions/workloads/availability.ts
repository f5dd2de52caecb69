import { isObserved } from '@kube-delivery/shared/cluster/readiness/conditions';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt } from '@kube-delivery/shared/json/json';
import type { FunctionWorld } from '../native-function.ts';

/** The kinds of workload that probes ask. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

type Compat = FunctionWorld['compat'];

/**
 * Whether a Deployment or StatefulSet has all the ready pods that it wants, or a DaemonSet one on each
 * node that it is for. Wanting none is not being available. Strict also asks that the controller has seen
 * the object's last change, as its counts are of another object before.
 */
export function isFullyAvailable(workload: KubeObject, compat: Compat): boolean {
  if (compat === 'strict' && !isObserved(workload)) return false;
  const status = (field: string): number | undefined => numberAt(workload, 'status', field);
  return workload.kind === 'DaemonSet'
    ? status('numberReady') === status('desiredNumberScheduled')
    : status('readyReplicas') === numberAt(workload, 'spec', 'replicas');
}

/** Whether as many pods of a Deployment are available as it wants, and it wants one. */
export function isHealthy(deployment: KubeObject, compat: Compat): boolean {
  if (compat === 'strict' && !isObserved(deployment)) return false;
  // The server leaves out a count of zero, which equals nothing.
  return (
    numberAt(deployment, 'status', 'availableReplicas') === numberAt(deployment, 'spec', 'replicas')
  );
}
