import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import { statusCondition } from '../readiness/conditions.ts';
import type { Cause } from './cause.ts';
import { eventsOf, messageOfEvent, timeOf } from './event.ts';
import { hasOtherPods, podMaker, podsOfRevision } from './owned-pods.ts';
import type { Surroundings } from './owned-pods.ts';

/**
 * Whether the server refuses to let a workload make pods (quota, admission webhooks, pod security), by
 * the condition ReplicaFailure or by fresh events FailedCreate that no later pod has made untrue.
 */
export function creationCause(workload: KubeObject, surroundings: Surroundings): Cause | undefined {
  const maker = podMaker(workload, surroundings.replicaSets);
  const message = maker === undefined ? undefined : refusal(workload, maker, surroundings);
  if (maker === undefined || message === undefined) return undefined;
  return {
    key: `${workload.metadata.uid ?? workload.metadata.name}/create`,
    isOld: freshRefusal(maker, surroundings) === undefined,
    grace: hasOtherPods(workload, surroundings) ? 'room' : 'creation',
    reason: `its pods are refused: ${message}`,
    hint: message.includes('exceeded quota')
      ? 'Raise the quota, or lower replicas, requests or maxSurge.'
      : 'Change the pod template so that the admission rules named here allow it.',
  };
}

function refusal(
  workload: KubeObject,
  maker: KubeObject,
  surroundings: Surroundings,
): string | undefined {
  const condition = statusCondition(maker, 'ReplicaFailure');
  if (condition?.status === 'True' && condition.reason === 'FailedCreate') return condition.message;
  // Only ReplicaSets have that condition; the others say it in events.
  if (maker.kind === 'ReplicaSet' || maker.kind === 'Pod') return undefined;
  const event = freshRefusal(maker, surroundings);
  if (event === undefined) return undefined;
  const pods = podsOfRevision(workload, surroundings);
  return pods.some((pod) => (pod.metadata.creationTimestamp ?? '') >= timeOf(event))
    ? undefined
    : messageOfEvent(event);
}

function freshRefusal(
  maker: KubeObject,
  { freshEvents }: Pick<Surroundings, 'freshEvents'>,
): KubeObject | undefined {
  return eventsOf(freshEvents, maker.metadata.uid).findLast(
    (each) => stringAt(each, 'reason') === 'FailedCreate',
  );
}
