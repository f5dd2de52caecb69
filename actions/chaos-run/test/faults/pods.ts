import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';

/** A pod as the API gives it, ready unless said. */
export function aPod(
  name: string,
  { born = '2026-11-21T20:00:00Z', ready = true }: { born?: string; ready?: boolean } = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: born },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}
