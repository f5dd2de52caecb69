import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { portOfPod } from '../../src/target/pod-port.ts';
import { pod } from './pod.ts';

const named = { name: 'app', ports: [{ name: 'http', containerPort: 9898 }] };
const probing = (probe: JsonObject): JsonObject => ({ ...named, readinessProbe: probe });
const http = (fields: JsonObject): JsonObject => probing({ httpGet: fields });
const proxy = {
  name: 'proxy',
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'admin', containerPort: 15000 },
  ],
};

describe('without a wanted port', () => {
  test.each([
    ['a probe that names its port', [http({ path: '/readyz', port: 'http' })], 9898, '/readyz'],
    ['a probe by number', [http({ path: '/readyz', port: 8081 })], 8081, '/readyz'],
    ['a probe without a path', [http({ port: 'http' })], 9898, '/'],
    ['a path without its slash', [http({ path: 'ready?full=1', port: 1 })], 1, '/ready?full=1'],
    ['an HTTPS probe', [http({ path: '/r', port: 8443, scheme: 'HTTPS' })], 8443, undefined],
    ['a TCP probe', [probing({ tcpSocket: { port: 5432 } })], 5432, undefined],
    ['a gRPC probe', [probing({ grpc: { port: 9000 } })], 9000, undefined],
    ['a command as probe', [probing({ exec: { command: ['true'] } })], 9898, undefined],
    ['the second container probes', [proxy, http({ path: '/r', port: 'http' })], 9898, '/r'],
    [
      'a probe that names a port of another one',
      [proxy, http({ port: 'admin' })],
      15000,
      undefined,
    ],
    ['no probe, and UDP first', [proxy], 15000, undefined],
  ])('%s', (_, containers, number, readinessPath) => {
    expect(portOfPod(pod({ containers }), undefined)).toEqual({ number, readinessPath });
  });

  test('nothing is declared', () => {
    expect(portOfPod(pod({ containers: [{ name: 'app' }] }), undefined)).toBeUndefined();
  });
});

describe('with a wanted port', () => {
  const probed = http({ path: '/readyz', port: 'http' });
  test.each([
    ['http', 9898, '/readyz'],
    ['9898', 9898, '/readyz'],
    ['admin', 15000, undefined],
    ['1234', 1234, undefined],
    ['mesh', 4143, undefined],
  ])('%s', (wanted, number, readinessPath) => {
    const sidecar = { name: 'mesh', ports: [{ name: 'mesh', containerPort: 4143 }] };
    const object = pod({
      containers: [proxy, probed],
      initContainers: [{ ...sidecar, restartPolicy: 'Always' }],
    });
    expect(portOfPod(object, wanted)).toEqual({ number, readinessPath });
  });

  test.each(['metrics', 'init'])('%s, which no container that stays declares', (wanted) => {
    const init = { name: 'init', ports: [{ name: 'init', containerPort: 1 }] };
    const object = pod({ containers: [probed], initContainers: [init] });
    expect(portOfPod(object, wanted)).toBeUndefined();
  });
});
