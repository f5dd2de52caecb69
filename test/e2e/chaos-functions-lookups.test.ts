import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;

const ask = (name: string, given: JsonObject = {}): Promise<Json> =>
  call(functionWorld(own.cluster), name, given);

const inOwn = (name: string, given: JsonObject = {}): Promise<Json> =>
  ask(name, { ns: own.namespace, ...given });

beforeAll(async () => {
  own = await ownNamespace('chaos-lookups');
  const metadata = { name: 'web', labels: { tier: 'front' } };
  const signal = deadline();
  const ports = [{ port: 80 }];
  const backend = { service: { name: 'web', port: { number: 80 } } };
  for (const object of [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } },
    { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { a: 'b' } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: { defaultBackend: backend },
    },
  ]) {
    await own.cluster.create(object, { signal });
  }
});

afterAll(async () => {
  await own.close();
});

test.each<readonly [string, JsonObject, boolean]>([
  ['chaosk8s.secret.probes.secret_exists', { name: 'web' }, true],
  ['chaosk8s.secret.probes.secret_exists', { name: 'web', label_selector: 'tier=back' }, false],
  ['chaosk8s.probes.secret_exists', { label_selector: 'tier=front' }, true],
  ['chaosk8s.probes.secret_exists', { name: 'db' }, false],
  ['chaosk8s.networking.probes.ingress_exists', { name: 'web' }, true],
  ['chaosk8s.networking.probes.ingress_exists', { name: 'db' }, false],
  ['chaosk8s.service.probes.service_is_initialized', { name: 'web' }, true],
  ['chaosk8s.service.probes.service_is_initialized', { label_selector: 'tier=front' }, true],
  ['chaosk8s.service.probes.service_is_initialized', {}, true],
  [
    'chaosk8s.probes.service_is_initialized',
    { name: 'db', raise_if_service_not_initialized: false },
    false,
  ],
  ['chaosk8s.probes.service_endpoint_is_initialized', { name: 'web' }, true],
  [
    'chaosk8s.probes.service_endpoint_is_initialized',
    { name: 'web', label_selector: 'tier=front' },
    true,
  ],
])('%s %j is %s', async (name, given, found) => {
  expect(await inOwn(name, given)).toBe(found);
});

test('a Service that is missing fails its probes', async () => {
  await expect(
    inOwn('chaosk8s.service.probes.service_is_initialized', { name: 'db' }),
  ).rejects.toThrow(`namespace "${own.namespace}" has no Service db`);
  const given = { name: 'web', label_selector: 'tier=back' };
  await expect(inOwn('chaosk8s.probes.service_endpoint_is_initialized', given)).rejects.toThrow(
    `namespace "${own.namespace}" has no Service web with labels tier=back`,
  );
});

test('what the API server refuses is a failure that says so', async () => {
  const given = { label_selector: 'name in ({name})' };
  await expect(inOwn('chaosk8s.service.probes.service_is_initialized', given)).rejects.toThrow(
    /services/,
  );
});

test('namespaces', async () => {
  const exists = 'chaosk8s.namespace.probes.namespace_exists';
  expect(await ask(exists, { name: own.namespace })).toBe(true);
  expect(await ask(exists, { name: `${own.namespace}-not` })).toBe(false);
});

test('events of all namespaces, by field and at most so many', async () => {
  const metadata = { name: 'stuck', namespace: own.namespace };
  const volume = { name: 'a', persistentVolumeClaim: { claimName: 'none' } };
  const containers = [{ name: 'a', image: 'none' }];
  const spec = { nodeSelector: { 'no-such': 'node' }, containers, volumes: [volume] };
  await own.cluster.create(
    { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    { signal: deadline() },
  );
  const given = { field_selector: `metadata.namespace=${own.namespace}` };
  const events = await eventually(
    () => ask('chaosk8s.event.probes.get_events', given),
    (list) => arrayAt(list, 'items').length > 0,
    20_000,
  );
  expect(events).toMatchObject({ apiVersion: 'events.k8s.io/v1', kind: 'EventList' });
  expect(stringAt(events, 'items', 0, 'regarding', 'name')).toBe('stuck');
  const one = await ask('chaosk8s.event.probes.get_events', { limit: 1 });
  expect(arrayAt(one, 'items')).toHaveLength(1);
  const none = await ask('chaosk8s.event.probes.get_events', { label_selector: 'no=such' });
  expect(arrayAt(none, 'items')).toEqual([]);
});

test('paths are relative to the workspace', async () => {
  const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-paths-'));
  mkdirSync(path.join(workspace, 'folder'));
  writeFileSync(path.join(workspace, 'folder', 'file'), '');
  const exists = (given: string): Promise<Json> =>
    call(functionWorld(own.cluster, {}, { workspace }), 'os.path.exists', { path: given });
  expect(await exists('folder')).toBe(true);
  expect(await exists('folder/file')).toBe(true);
  expect(await exists(path.join(workspace, 'folder'))).toBe(true);
  expect(await exists('file')).toBe(false);
  rmSync(workspace, { recursive: true });
});
