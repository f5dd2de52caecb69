import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import { statusCondition } from '../readiness/conditions.ts';
import type { Cause } from './cause.ts';
import { containerCause } from './container-cause.ts';
import { containerStates } from './container-states.ts';
import { eventsOf, messageOfEvent } from './event.ts';

const missingSource =
  /\b(configmap|secret) "[^"]+" not found|references non-existent (config|secret) key/i;

/** Why a pod cannot become ready by itself, or undefined. Pods that are being deleted have no cause. */
export function podCause(pod: KubeObject, events: readonly KubeObject[]): Cause | undefined {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  return containerCause(pod) ?? schedulingCause(pod) ?? mountCause(pod, events);
}

function schedulingCause(pod: KubeObject): Cause | undefined {
  const condition = statusCondition(pod, 'PodScheduled');
  if (condition?.status !== 'False') return undefined;
  const name = pod.metadata.name;
  if (condition.reason === 'SchedulingGated') return undefined;
  return {
    key: `${pod.metadata.uid ?? name}/schedule`,
    grace: 'schedule',
    reason: `pod ${name} cannot be scheduled: ${condition.message || condition.reason}`,
    hint: 'Free or add capacity, lower its requests, or change its node selector, affinity, tolerations or volumes.',
  };
}

function mountCause(pod: KubeObject, events: readonly KubeObject[]): Cause | undefined {
  const isWaiting = containerStates(pod).some((state) =>
    ['ContainerCreating', 'PodInitializing'].includes(state.waiting?.reason ?? ''),
  );
  if (!isWaiting) return undefined;
  const event = eventsOf(events, pod.metadata.uid).findLast(
    (each) =>
      stringAt(each, 'reason') === 'FailedMount' && missingSource.test(messageOfEvent(each)),
  );
  if (event === undefined) return undefined;
  return {
    key: `${pod.metadata.uid ?? pod.metadata.name}/mount`,
    grace: 'mount',
    reason: `a volume of pod ${pod.metadata.name} cannot be mounted (FailedMount): ${messageOfEvent(event)}`,
    hint: 'Create the ConfigMap or Secret that the volume is made from, or correct its name.',
  };
}
