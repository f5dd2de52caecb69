import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** The pods of a policy (a LabelSelector), and what it lets them do. */
export interface PolicyShape {
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: JsonObject;
}

function policy({ name, namespace, podSelector }: PolicyShape, rules: JsonObject): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector, ...rules },
  };
}

/** Nobody may connect to the pods. */
export function denyIngress(shape: PolicyShape): KubeObject {
  return policy(shape, { policyTypes: ['Ingress'], ingress: [] });
}

/** The pods may connect to nobody. */
export function denyEgress(shape: PolicyShape): KubeObject {
  return policy(shape, { policyTypes: ['Egress'], egress: [] });
}

/** The pods may connect to name servers; alone it forbids them anything else. */
export function allowDns(shape: PolicyShape): KubeObject {
  const ports = [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ];
  return policy(shape, {
    policyTypes: ['Egress'],
    egress: [{ to: [{ namespaceSelector: {} }], ports }],
  });
}
