import { acceptanceOf } from '../../traffic/http-route-acceptance.ts';
import { arrayAt, stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { assessCondition } from './conditions.ts';
import { progressing, ready } from './verdicts.ts';

/** A Service is ready at once; one of type LoadBalancer when it has an address. */
export function assessService(object: KubeObject): Readiness {
  if (stringAt(object, 'spec', 'type') !== 'LoadBalancer') return ready;
  return arrayAt(object, 'status', 'loadBalancer', 'ingress').length > 0
    ? ready
    : progressing('its load balancer has no address yet');
}

/** A Gateway is ready when it is accepted and programmed. */
export function assessGateway(object: KubeObject): Readiness {
  const accepted = assessCondition(object, 'Accepted');
  return accepted.state === 'ready' ? assessCondition(object, 'Programmed') : accepted;
}

/**
 * A route of the Gateway API is ready when every parent has accepted it and found its backends. A
 * refusal is not final, as a backend or listener may come a moment later.
 */
export function assessRoute(object: KubeObject): Readiness {
  const acceptance = acceptanceOf(object);
  return acceptance.state === 'accepted' ? ready : progressing(acceptance.message);
}
