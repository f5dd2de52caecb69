import { expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { targetOfServicePort } from '../../src/target/service-port.ts';

const service = (ports: readonly JsonObject[]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports },
});
const ports = [
  { name: 'http', port: 80, targetPort: 'web' },
  { name: 'metrics', port: 9090, targetPort: 9797 },
  { port: 7000 },
];

test.each([
  [undefined, 'web'],
  ['80', 'web'],
  ['http', 'web'],
  ['9090', '9797'],
  ['metrics', '9797'],
  ['7000', '7000'],
])('port %s of a Service points to port %s of its pods', (wanted, target) => {
  expect(targetOfServicePort(service(ports), wanted)).toEqual({ target });
});

test('a port that the Service does not have is not asked at its pods', () => {
  expect(targetOfServicePort(service(ports), '443')).toEqual({
    problem: 'Service web has no port 443; it has 80 (http), 9090 (metrics), 7000',
  });
});

test.each([undefined, '8080'])('a headless Service without ports leaves %s to the pods', (port) => {
  expect(targetOfServicePort(service([]), port)).toEqual({ target: port });
});
