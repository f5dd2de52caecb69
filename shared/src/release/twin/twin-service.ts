import type { KubeObject } from '../../cluster/kube-object.ts';
import { arrayAt, isJsonObject, objectAt } from '../../json/json.ts';
import type { JsonObject } from '../../json/json.ts';
import { without } from '../../json/without.ts';
import type { Labels } from './service-selector.ts';

/** What of a Service belongs to the one address it has, not to its twin. */
const ownAddress = [
  'clusterIP',
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'externalIPs',
  'externalName',
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'loadBalancerIP',
  'loadBalancerClass',
  'loadBalancerSourceRanges',
  'allocateLoadBalancerNodePorts',
  'selector',
  'type',
];

/** The spec of a Service inside the cluster that is like `service` and selects other pods. */
export function twinServiceSpec(service: KubeObject, selector: Labels): JsonObject {
  const spec = objectAt(service, 'spec');
  const ports = arrayAt(spec, 'ports').filter(isJsonObject);
  return {
    ...without(spec, ...ownAddress),
    ...(spec.clusterIP === 'None' ? { clusterIP: 'None' } : {}),
    type: 'ClusterIP',
    ports: ports.map((port) => without(port, 'nodePort')),
    selector,
  };
}
