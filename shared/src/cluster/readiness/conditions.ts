import { arrayAt, numberAt, stringAt } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { failed, progressing, ready } from './verdicts.ts';

/** One entry of `status.conditions` (API conventions, "Typical status properties"). */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** The object's generation that it speaks of; undefined where it does not say. */
  readonly observedGeneration: number | undefined;
}

/** The condition `type` of anything that has conditions, or undefined. */
export function conditionOf(holder: Json, type: string): Condition | undefined {
  return readConditions(arrayAt(holder, 'conditions')).find((condition) => condition.type === type);
}

/** The condition `type` of an object's status, or undefined. */
export function statusCondition(object: KubeObject, type: string): Condition | undefined {
  return conditionOf(object.status ?? null, type);
}

/** `reason: message`, or the one that there is. */
export function describeCondition({ type, reason, message }: Condition): string {
  return [reason, message].filter((part) => part !== '').join(': ') || `${type} says no reason`;
}

/** Whether the object's controller has seen its last change. */
export function isObserved(object: KubeObject): boolean {
  const observed = numberAt(object, 'status', 'observedGeneration');
  return observed !== undefined && observed >= (object.metadata.generation ?? 0);
}

/** What an object is while its controller has not seen its last change. */
export const unobserved = progressing('its controller has not seen the last change yet');

/** Ready when the condition `type` is true for the object's present generation. */
export function assessCondition(object: KubeObject, type: string): Readiness {
  const condition = statusCondition(object, type);
  if (condition === undefined) return progressing(`is not ${type} yet`);
  if ((condition.observedGeneration ?? Infinity) < (object.metadata.generation ?? 0)) {
    return unobserved;
  }
  return condition.status === 'True'
    ? ready
    : progressing(`is not ${type}: ${describeCondition(condition)}`);
}

/**
 * Any kind that follows the API conventions: `Ready` or `Available` must be true, `Stalled` (kstatus)
 * is a failure. A kind without such a condition is ready as soon as it is there.
 */
export function assessByConventions(object: KubeObject): Readiness {
  const observed = numberAt(object, 'status', 'observedGeneration');
  if (observed !== undefined && !isObserved(object)) return unobserved;
  const stalled = statusCondition(object, 'Stalled');
  if (stalled?.status === 'True') return failed(describeCondition(stalled));
  const type = ['Ready', 'Available'].find((each) => statusCondition(object, each) !== undefined);
  if (type !== undefined) return assessCondition(object, type);
  const reconciling = statusCondition(object, 'Reconciling');
  return reconciling?.status === 'True' ? progressing(describeCondition(reconciling)) : ready;
}

function readConditions(conditions: readonly Json[]): readonly Condition[] {
  return conditions.map((condition) => ({
    type: stringAt(condition, 'type') ?? '',
    status: stringAt(condition, 'status') ?? 'Unknown',
    reason: stringAt(condition, 'reason') ?? '',
    message: stringAt(condition, 'message') ?? '',
    observedGeneration: numberAt(condition, 'observedGeneration'),
  }));
}
