import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, numberAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Acceptance } from './traffic-router.ts';

/**
 * Whether every parent of an HTTPRoute has accepted its present generation and resolved its backends
 * (Gateway API, RouteStatus). A parent that has not written a status yet is waited for.
 */
export function acceptanceOf(route: KubeObject): Acceptance {
  const statuses = arrayAt(route, 'status', 'parents');
  const parents = arrayAt(route, 'spec', 'parentRefs').length;
  if (statuses.length < Math.max(1, parents)) {
    return { state: 'pending', message: `${statuses.length} of ${parents} parents have answered` };
  }
  const answers = statuses.map((status) => parentAcceptance(route, status));
  return (
    answers.find((answer) => answer.state === 'refused') ??
    answers.find((answer) => answer.state === 'pending') ?? { state: 'accepted' }
  );
}

function parentAcceptance(route: KubeObject, status: Json): Acceptance {
  const parent = stringAt(status, 'parentRef', 'name') ?? 'parent';
  for (const type of ['Accepted', 'ResolvedRefs']) {
    const condition = arrayAt(status, 'conditions').find((each) => stringAt(each, 'type') === type);
    const seen = numberAt(condition, 'observedGeneration') ?? 0;
    if (condition === undefined || seen < (route.metadata.generation ?? 0)) {
      return { state: 'pending', message: `${parent} has not looked at the route's last change` };
    }
    if (stringAt(condition, 'status') !== 'True') {
      const why = stringAt(condition, 'message') ?? stringAt(condition, 'reason') ?? 'no reason';
      return { state: 'refused', message: `${parent} reports ${type} as not true: ${why}` };
    }
  }
  return { state: 'accepted' };
}
