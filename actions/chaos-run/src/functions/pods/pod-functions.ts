import type { NativeFunction } from '../native-function.ts';
import { allMicroservicesHealthy, allPodsHealthy } from './all-pods-healthy.ts';
import { countMinPods, countPods } from './count-pods.ts';
import { deletePods } from './delete-pods.ts';
import { execInPods } from './exec-in-pods.ts';
import { execInPodsOfTarget, killPods } from './own-pod-actions.ts';
import { microserviceIsNotAvailable, podIsNotAvailable } from './pod-is-not-available.ts';
import { podsInConditions } from './pods-in-conditions.ts';
import { podsInPhase, podsNotInPhase } from './pods-in-phase.ts';
import { readPodLogs } from './read-pod-logs.ts';
import { shouldBeFoundInLogs } from './should-be-found-in-logs.ts';
import { terminatePods } from './terminate-pods.ts';

/** Functions on pods. */
export const podFunctions: readonly NativeFunction[] = [
  terminatePods,
  deletePods,
  execInPods,
  countPods,
  countMinPods,
  podsInPhase,
  podsNotInPhase,
  podsInConditions,
  allPodsHealthy,
  allMicroservicesHealthy,
  podIsNotAvailable,
  microserviceIsNotAvailable,
  readPodLogs,
  shouldBeFoundInLogs,
  killPods,
  execInPodsOfTarget,
];
