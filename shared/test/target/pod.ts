import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** A pod of this spec and status, as the API server gives it. */
export function pod(spec: JsonObject, status: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop', uid: 'pod-uid' },
    spec,
    status,
  };
}
