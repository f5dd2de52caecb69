import { expect, test } from '@jest/globals';
import type { Json } from '../../src/json/json.ts';
import { readyEndpoints } from '../../src/cluster/ready-endpoints.ts';
import type { KubeObject } from '../../src/cluster/kube-object.ts';

function slice(...endpoints: readonly Json[]): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-x1' },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 9898, protocol: 'TCP' }],
    endpoints,
  };
}

function endpoint(address: string, conditions: Json): Json {
  return { addresses: [address], conditions, targetRef: { kind: 'Pod', name: `pod-${address}` } };
}

test('counts what is ready, each address once', () => {
  const slices = [
    slice(
      endpoint('10.0.0.1', { ready: true, serving: true, terminating: false }),
      endpoint('10.0.0.2', { ready: false, serving: true, terminating: true }),
      endpoint('10.0.0.3', { ready: false, serving: false, terminating: false }),
      endpoint('10.0.0.4', {}),
    ),
    slice(endpoint('10.0.0.1', { ready: true })),
    { ...slice(), endpoints: null },
  ];
  expect(readyEndpoints(slices)).toEqual([
    { address: '10.0.0.1', pod: 'pod-10.0.0.1', ports: { http: 9898 } },
    { address: '10.0.0.4', pod: 'pod-10.0.0.4', ports: { http: 9898 } },
  ]);
});
