import type { NativeFunction } from '../native-function.ts';
import {
  daemonSetAvailableAndHealthy,
  daemonSetFullyAvailable,
  daemonSetNotFullyAvailable,
  daemonSetPartiallyAvailable,
} from './daemon-set-probes.ts';
import {
  deploymentAvailableAndHealthy,
  deploymentFullyAvailable,
  deploymentIsFullyAvailable,
  deploymentIsNotFullyAvailable,
  deploymentNotFullyAvailable,
  deploymentPartiallyAvailable,
  microserviceAvailableAndHealthy,
} from './deployment-probes.ts';
import { killMicroservice } from './kill-microservice.ts';
import { rolloutRestart, scale } from './own-workload-actions.ts';
import { rolloutDeployment } from './rollout-deployment.ts';
import { scaleDeployment, scaleStatefulSet } from './scale.ts';
import { statefulSetFullyAvailable, statefulSetNotFullyAvailable } from './stateful-set-probes.ts';

/** Functions on Deployments, StatefulSets and DaemonSets. */
export const workloadFunctions: readonly NativeFunction[] = [
  deploymentAvailableAndHealthy,
  microserviceAvailableAndHealthy,
  deploymentPartiallyAvailable,
  deploymentFullyAvailable,
  deploymentNotFullyAvailable,
  deploymentIsFullyAvailable,
  deploymentIsNotFullyAvailable,
  scaleDeployment,
  scaleStatefulSet,
  rolloutDeployment,
  killMicroservice,
  statefulSetFullyAvailable,
  statefulSetNotFullyAvailable,
  daemonSetAvailableAndHealthy,
  daemonSetPartiallyAvailable,
  daemonSetFullyAvailable,
  daemonSetNotFullyAvailable,
  scale,
  rolloutRestart,
];
