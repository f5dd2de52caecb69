import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { assessCondition, describeCondition, statusCondition } from './conditions.ts';
import { failed, progressing, ready } from './verdicts.ts';

/** A CustomResourceDefinition is ready when its kind is served; names taken by another fail it. */
export function assessCustomResourceDefinition(object: KubeObject): Readiness {
  const names = statusCondition(object, 'NamesAccepted');
  return names?.status === 'False'
    ? failed(describeCondition(names))
    : assessCondition(object, 'Established');
}

/** A Namespace is ready while it is active. */
export function assessNamespace(object: KubeObject): Readiness {
  return stringAt(object, 'status', 'phase') === 'Active'
    ? ready
    : progressing('is not active yet');
}
