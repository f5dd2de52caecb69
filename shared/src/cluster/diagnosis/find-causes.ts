import type { KubeObject } from '../kube-object.ts';
import { assessReadiness } from '../assess-readiness.ts';
import { budgetCause } from './budget-cause.ts';
import type { Cause } from './cause.ts';
import { creationCause } from './creation-cause.ts';
import { podsOfRevision } from './owned-pods.ts';
import type { Surroundings } from './owned-pods.ts';
import { podCause } from './pod-cause.ts';

const hints: Readonly<Record<string, string>> = {
  Deployment: 'Look at its pods; raise spec.progressDeadlineSeconds if they need longer to start.',
  Job: 'Read the log of its pods; raise spec.backoffLimit if it may be tried more often.',
};

/**
 * What keeps an object from becoming ready, the most telling first: what its pods of the newest
 * template suffer from, pods that are refused, its own final failure.
 */
export function findCauses(object: KubeObject, surroundings: Surroundings): readonly Cause[] {
  const found = [
    ...podsOfRevision(object, surroundings).map((pod) => podCause(pod, surroundings.events)),
    creationCause(object, surroundings),
    budgetCause(object),
    ownCause(object),
  ];
  return found.filter((cause) => cause !== undefined);
}

function ownCause(object: KubeObject): Cause | undefined {
  const readiness = assessReadiness(object);
  if (readiness.state !== 'failed') return undefined;
  return {
    key: `${object.metadata.uid ?? object.metadata.name}/own`,
    probes: 'any',
    grace: object.kind === 'Deployment' ? 'settle' : 'none',
    reason: readiness.message,
    hint: hints[object.kind] ?? 'Look at its status and events.',
  };
}
