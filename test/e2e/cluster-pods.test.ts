import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import { testCluster } from './support/test-cluster.ts';
import { connectTest, ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
const signal = AbortSignal.timeout(120_000);
const podinfoPort = 9898;

const isReady = (pod: KubeObject | undefined): boolean =>
  arrayAt(pod, 'status', 'conditions').some(
    (each) => stringAt(each, 'type') === 'Ready' && stringAt(each, 'status') === 'True',
  );

beforeAll(async () => {
  own = await ownNamespace('pods');
  const image = `${testCluster().registry}/podinfo:v1`;
  const command = ['/bin/busybox', 'sh', '-c', 'echo first; echo second; exec /podinfo'];
  const readinessProbe = { httpGet: { path: '/readyz', port: podinfoPort }, periodSeconds: 1 };
  await own.cluster.apply(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        containers: [{ name: 'app', image, command, readinessProbe }],
        terminationGracePeriodSeconds: 0,
      },
    },
    { signal },
  );
  const query = { apiVersion: 'v1', kind: 'Pod', fieldSelector: 'metadata.name=web' };
  for await (const [pod] of own.cluster.observe(query, signal)) if (isReady(pod)) break;
}, 60_000);
afterAll(async () => {
  await own.close();
});

test('the log of a container, and its last lines', async () => {
  const log = await own.cluster.podLog({ pod: 'web', container: 'app' }, signal);
  expect(log).toBe('first\nsecond\n');
  expect(await own.cluster.podLog({ pod: 'web', tailLines: 1 }, signal)).toBe('second\n');
  await expect(own.cluster.podLog({ pod: 'web', previous: true }, signal)).rejects.toMatchObject({
    status: 400,
    call: { resource: 'pods/log', name: 'web' },
  });
});

test('HTTP through a connection to a pod', async () => {
  const connection = await own.cluster.connectToPod({ name: 'web', port: podinfoPort }, signal);
  connection.write('GET /version HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n');
  const answer = await text(connection);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answer).toContain('"version": "1.0.0"');
});

test('many bytes in both directions', async () => {
  const connection = await own.cluster.connectToPod({ name: 'web', port: podinfoPort }, signal);
  const sent = 'x'.repeat(500_000);
  connection.write(
    `POST /echo HTTP/1.1\r\nHost: web\r\nConnection: close\r\nContent-Length: ${sent.length}\r\n\r\n`,
  );
  connection.write(sent);
  const answer = await text(connection);
  expect(answer.match(/x/g)?.length).toBeGreaterThanOrEqual(sent.length);
});

test('a port that nothing listens on is the error of the stream', async () => {
  const connection = await own.cluster.connectToPod({ name: 'web', port: 9 }, signal);
  await expect(text(connection)).rejects.toThrow(
    /port 9 of pod web in namespace .* cannot be used: .*connection refused/,
  );
});

test('a pod that is not there, and one that is not ours to reach', async () => {
  await expect(
    own.cluster.connectToPod({ name: 'gone', port: podinfoPort }, signal),
  ).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
  const user = { as: 'kube-delivery-e2e-nobody' };
  const nobody = await connectTest({ namespace: own.namespace, user });
  await expect(
    nobody.connectToPod({ name: 'web', port: podinfoPort }, signal),
  ).rejects.toMatchObject({
    status: 403,
    hint: expect.stringContaining('resources: ["pods/portforward"]'),
  });
  await nobody.close();
});

test('a connection ends with its signal', async () => {
  const stop = new AbortController();
  const pod = { name: 'web', port: podinfoPort };
  const connection = await own.cluster.connectToPod(pod, stop.signal);
  const ended = text(connection);
  stop.abort(new Error('enough'));
  await expect(ended).rejects.toThrow();
  expect(connection.destroyed).toBe(true);
});
