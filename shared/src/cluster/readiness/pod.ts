import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { describeCondition, statusCondition } from './conditions.ts';
import { failed, progressing, ready } from './verdicts.ts';

/** A Pod is ready when its condition says so or when it has succeeded, and has failed when its phase says so. */
export function assessPod(object: KubeObject): Readiness {
  const phase = stringAt(object, 'status', 'phase') ?? 'Pending';
  if (phase === 'Succeeded') return ready;
  if (phase === 'Failed') {
    const why = [stringAt(object, 'status', 'reason'), stringAt(object, 'status', 'message')];
    return failed(why.filter((part) => part !== undefined).join(': ') || 'a container failed');
  }
  const condition = statusCondition(object, 'Ready');
  if (condition?.status === 'True') return ready;
  return progressing(
    condition === undefined
      ? `is ${phase.toLowerCase()}`
      : `is ${phase.toLowerCase()}, not ready: ${describeCondition(condition)}`,
  );
}

/** Whether the pod takes requests: it is ready and does not end. */
export function isServing(pod: KubeObject): boolean {
  return (
    pod.metadata.deletionTimestamp === undefined && statusCondition(pod, 'Ready')?.status === 'True'
  );
}
