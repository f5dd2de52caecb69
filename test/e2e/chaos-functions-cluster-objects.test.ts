import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ChaosLocks } from '../../actions/chaos-run/src/locks/chaos-locks.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { customKinds } from './support/custom-kinds.ts';
import type { CustomKinds } from './support/custom-kinds.ts';
import { call, functionWorld } from './support/function-world.ts';
import { holdNodes, nodesPatience } from './support/hold-nodes.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';

let own: OwnNamespace;
let kinds: CustomKinds;
let locks: ChaosLocks;

beforeAll(async () => {
  own = await ownNamespace('chaos-regions');
  locks = await holdNodes(own.cluster, own.namespace);
  kinds = await customKinds(own);
}, nodesPatience + 60_000);

afterAll(async () => {
  await kinds.close();
  await locks.release();
  await own.close();
});

test('objects of no namespace', async () => {
  const plural = 'regions';
  const resource = { metadata: { name: kinds.group }, spec: { weight: 1 } };
  const here = functionWorld(own.cluster, { optIn: 'none' });
  const cluster = (func: string, given: JsonObject, where = here): Promise<Json> =>
    call(where, `chaosk8s.crd.${func}`, { group: kinds.group, version: 'v1', plural, ...given });
  await expect(
    cluster('actions.create_cluster_custom_object', { resource }, functionWorld(own.cluster)),
  ).rejects.toThrow(
    `Region ${kinds.group} is not created: it lies in no namespace and may reach all of them; only opt-in: none allows it`,
  );
  await cluster('actions.create_cluster_custom_object', { resource });
  expect(here.recorded).toMatchObject([{ namespace: undefined }]);
  const name = kinds.group;
  expect(await cluster('probes.get_cluster_custom_object', { name })).toMatchObject({
    kind: 'Region',
    ...resource,
  });
  const list = await cluster('probes.list_cluster_custom_objects', {});
  expect(arrayAt(list, 'items').map((item) => stringAt(item, 'metadata', 'name'))).toEqual([name]);
  const patch = [{ op: 'replace', path: '/spec/weight', value: 2 }];
  await cluster('actions.patch_cluster_custom_object', { name, resource: patch });
  const replacement = { metadata: { name }, spec: { weight: 3 } };
  await cluster('actions.replace_cluster_custom_object', { name, resource: replacement });
  expect(await cluster('probes.get_cluster_custom_object', { name })).toMatchObject(replacement);
  // The replacement kept the mark, by which the way back knows the object.
  expect((await here.takeBack()).map(({ outcome }) => outcome)).not.toContain('failed');
  await expect(cluster('probes.get_cluster_custom_object', { name })).rejects.toThrow(
    `Region ${name} does not exist`,
  );
  await cluster('actions.create_cluster_custom_object', { resource });
  expect(await cluster('actions.delete_cluster_custom_object', { name })).toMatchObject({
    status: 'Success',
  });
  // What is left in the cluster would be anybody's to recover.
  expect(await here.takeBack()).toMatchObject([{ outcome: 'nothing to do' }]);
});
