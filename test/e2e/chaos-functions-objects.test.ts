import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import type { FunctionWorld } from '../../actions/chaos-run/src/functions/native-function.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { customKinds } from './support/custom-kinds.ts';
import type { CustomKinds } from './support/custom-kinds.ts';
import { deadline } from './support/deadline.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
let kinds: CustomKinds;
let worlds: TestWorld[] = [];

function world(caps: Partial<Caps> = {}, differences: Partial<FunctionWorld> = {}): TestWorld {
  const made = functionWorld(own.cluster, caps, differences);
  worlds.push(made);
  return made;
}

function act(here: TestWorld, func: string, given: JsonObject = {}): Promise<Json> {
  const kind = { group: kinds.group, version: 'v1', plural: 'routes', ns: own.namespace };
  return call(here, `chaosk8s.crd.actions.${func}`, { ...kind, ...given });
}

function ask(func: string, given: JsonObject = {}): Promise<Json> {
  const kind = { group: kinds.group, version: 'v1', plural: 'routes', ns: own.namespace };
  return call(world(), `chaosk8s.crd.probes.${func}`, { ...kind, ...given });
}

async function optIn(value: string): Promise<void> {
  const labels = { 'kubernetes.io/metadata.name': own.namespace, 'kube-delivery.dev/chaos': value };
  await own.cluster.patch(
    { apiVersion: 'v1', kind: 'Namespace', name: own.namespace },
    [{ op: 'add', path: '/metadata/labels', value: labels }],
    { signal: deadline() },
  );
}

const route = (name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: `${kinds.group}/v1`,
  kind: 'Route',
  metadata: { name, ...metadata },
  spec,
});

async function routes(): Promise<readonly KubeObject[]> {
  return own.cluster.list({ apiVersion: `${kinds.group}/v1`, kind: 'Route' }, deadline());
}

async function theirs(name: string, spec: JsonObject): Promise<KubeObject> {
  return own.cluster.create(route(name, spec, { labels: { team: 'shop' } }) as KubeObject, {
    signal: deadline(),
  });
}

beforeAll(async () => {
  own = await ownNamespace('chaos-objects');
  kinds = await customKinds(own);
}, 60_000);

beforeEach(async () => {
  await optIn('enabled');
});

afterEach(async () => {
  for (const each of worlds) await each.takeBack();
  worlds = [];
  for (const { apiVersion, kind, metadata } of await routes()) {
    await own.cluster.delete({ apiVersion, kind, name: metadata.name }, { signal: deadline() });
  }
});

afterAll(async () => {
  await kinds.close();
  await own.close();
});

test('an object is created with its way back, read, listed and deleted', async () => {
  const here = world();
  const resource = route('web', { weight: 100 });
  expect(await act(here, 'create_custom_object', { resource })).toMatchObject(resource);
  expect(here.recorded).toMatchObject([{ title: 'create Route web', namespace: own.namespace }]);
  expect(await ask('get_custom_object', { name: 'web' })).toMatchObject(resource);
  const list = await ask('list_custom_objects');
  expect(list).toMatchObject({ apiVersion: `${kinds.group}/v1`, kind: 'RouteList' });
  expect(arrayAt(list, 'items')).toHaveLength(1);
  expect(await act(here, 'delete_custom_object', { name: 'web' })).toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'web', group: kinds.group, kind: 'routes' },
  });
  expect(here.recorded).toHaveLength(1);
  expect(here.ledger.effects).toBe(2);
  await expect(ask('get_custom_object', { name: 'web' })).rejects.toThrow(
    `Route web in namespace ${own.namespace} does not exist`,
  );
  await expect(act(here, 'delete_custom_object', { name: 'web' })).rejects.toThrow(
    'does not exist',
  );
});

test('the way back deletes what was created, and only that', async () => {
  const here = world();
  await theirs('before', { weight: 1 });
  await act(here, 'create_custom_object', { resource: route('web', { weight: 100 }) });
  expect(await here.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  expect((await routes()).map(({ metadata }) => metadata.name)).toEqual(['before']);
});

test('what is there already fails, or is the refusal that the original calls a success', async () => {
  await theirs('web', { weight: 1 });
  const resource = route('web', { weight: 100 });
  await expect(act(world(), 'create_custom_object', { resource })).rejects.toThrow(
    `Route web in namespace ${own.namespace} is there already`,
  );
  const lenient = world({}, { compat: 'chaostoolkit' });
  expect(await act(lenient, 'create_custom_object', { resource })).toMatchObject({
    kind: 'Status',
    status: 'Failure',
    reason: 'AlreadyExists',
    message: `routes.${kinds.group} "web" already exists`,
    code: 409,
  });
  expect(lenient.ledger.effects).toBe(0);
  expect(await routes()).toMatchObject([{ spec: { weight: 1 } }]);
});

test("somebody's own object is deleted, and created anew by the way back", async () => {
  await theirs('web', { weight: 1, hosts: ['a'] });
  const here = world();
  await act(here, 'delete_custom_object', { name: 'web' });
  expect(await routes()).toEqual([]);
  expect(await here.takeBack()).toMatchObject([{ title: 'delete Route web', outcome: 'undone' }]);
  expect(await routes()).toMatchObject([
    { metadata: { labels: { team: 'shop' } }, spec: { weight: 1, hosts: ['a'] } },
  ]);
});

test('a patch and a replacement change what they say, and are set back field by field', async () => {
  await theirs('web', { weight: 1, hosts: ['a'] });
  const here = world();
  const patch = [
    { op: 'test', path: '/spec/weight', value: 1 },
    { op: 'replace', path: '/spec/weight', value: 0 },
    { op: 'add', path: '/metadata/labels/fault', value: 'on' },
  ];
  expect(
    await act(here, 'patch_custom_object', { name: 'web', resource: patch, force: true }),
  ).toMatchObject({ spec: { weight: 0, hosts: ['a'] } });
  const resource = route('web', { weight: 0, hosts: ['b'] }, { labels: { team: 'shop' } });
  expect(await act(here, 'replace_custom_object', { name: 'web', resource })).toMatchObject({
    spec: { weight: 0, hosts: ['b'] },
  });
  expect((await here.takeBack()).map(({ outcome }) => outcome)).toEqual(['undone', 'undone']);
  const [restored] = await routes();
  expect(restored?.spec).toEqual({ weight: 1, hosts: ['a'] });
  expect(restored?.metadata.labels).toEqual({ team: 'shop' });
});

test('a change that changes nothing has no effect and needs no way back', async () => {
  await theirs('web', { weight: 1 });
  const here = world();
  const resource = [{ op: 'replace', path: '/spec/weight', value: 1 }];
  await act(here, 'patch_custom_object', { name: 'web', resource });
  expect(here.recorded).toEqual([]);
  expect(here.ledger.effects).toBe(0);
  expect(here.lines).toContain('Route web is as it should become already: nothing was changed');
});

test('a patch that the server refuses is a failure, and nothing is recorded', async () => {
  await theirs('web', { weight: 1 });
  const here = world();
  const resource = [{ op: 'test', path: '/spec/weight', value: 5 }];
  await expect(act(here, 'patch_custom_object', { name: 'web', resource })).rejects.toThrow(
    /routes.*web/,
  );
  expect(here.recorded).toEqual([]);
});

test('without an opt-in nothing is created, changed or deleted', async () => {
  await theirs('web', { weight: 1 });
  await optIn('disabled');
  const resource = route('added', {}, { labels: { 'kube-delivery.dev/chaos': 'enabled' } });
  await expect(act(world(), 'create_custom_object', { resource })).rejects.toThrow(
    `Route added is not created: namespace ${own.namespace} is opted out`,
  );
  const patch = [{ op: 'remove', path: '/spec/weight' }];
  for (const [func, given] of [
    ['delete_custom_object', {}],
    ['patch_custom_object', { resource: patch }],
    ['replace_custom_object', { resource: route('web', {}) }],
  ] as const) {
    await expect(act(world(), func, { name: 'web', ...given })).rejects.toThrow(
      `Route web in namespace ${own.namespace} may not be hit: it is opted out by namespace ${own.namespace}`,
    );
  }
  expect(await routes()).toMatchObject([{ metadata: { name: 'web' }, spec: { weight: 1 } }]);
});

test('a resource of a file, and resources that do not fit', async () => {
  const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-objects-'));
  writeFileSync(path.join(workspace, 'route.yaml'), JSON.stringify(route('filed', { weight: 7 })));
  const here = world({}, { workspace });
  const resource_as_yaml_file = 'route.yaml';
  await act(here, 'create_custom_object', { resource_as_yaml_file });
  expect(await routes()).toMatchObject([{ metadata: { name: 'filed' }, spec: { weight: 7 } }]);
  rmSync(workspace, { recursive: true });
  for (const [given, message] of [
    [{}, 'either resource or resource_as_yaml_file must be given'],
    [{ resource: 'text' }, 'the resource must be an object with metadata.name'],
    [{ resource: { kind: 'Region', metadata: { name: 'x' } } }, 'kind of the resource is Region'],
    [{ resource: route('x', {}, { namespace: 'other' }) }, 'metadata.namespace of the resource'],
    [{ plural: 'things' }, `the cluster serves no things of ${kinds.group}/v1`],
    [{ plural: 'regions' }, 'lie in no namespace; use the function for cluster custom objects'],
  ] as const) {
    await expect(act(here, 'create_custom_object', given)).rejects.toThrow(message);
  }
});

test('custom objects that decide how many pods there are, and rights, are not touched', async () => {
  await theirs('scaled', { replicas: 3 });
  await theirs('scaler', { scaleTargetRef: { kind: 'Deployment', name: 'web' } });
  for (const name of ['scaled', 'scaler']) {
    await expect(act(world(), 'delete_custom_object', { name })).rejects.toThrow(
      'delete_custom_object does not touch a Route, as nobody could tell how many pods that hits',
    );
  }
  const role = { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterroles' };
  const resource = { metadata: { name: own.namespace }, rules: [] };
  await expect(
    call(world({ optIn: 'none' }), 'chaosk8s.crd.actions.create_cluster_custom_object', {
      ...role,
      resource,
    }),
  ).rejects.toThrow('chaos-run never creates it');
});

test('workloads have functions of their own', async () => {
  const given = { group: 'apps', plural: 'deployments', name: 'web' };
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'none' }] } };
  await own.cluster.create(
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    },
    { signal: deadline() },
  );
  await expect(act(world(), 'delete_custom_object', given)).rejects.toThrow(
    'delete_custom_object does not touch a Deployment',
  );
});
