import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import type { ApplySet } from '../../shared/src/release/apply-set/apply-set-id.ts';
import { applySetKubectl } from './support/apply-set-kubectl.ts';
import type { Kubectl } from './support/apply-set-kubectl.ts';
import {
  applySetNamespace,
  claim,
  configMap,
  pruning,
  service,
} from './support/apply-set-release.ts';
import type { ApplySetNamespace } from './support/apply-set-release.ts';
import { deadline } from './support/deadline.ts';
import { ownNamespace } from './support/test-connection.ts';

let own: ApplySetNamespace;
let cluster: Cluster;
let kubectl: Kubectl;

beforeAll(async () => {
  own = await applySetNamespace('apply-set-kubectl');
  ({ cluster } = own);
  kubectl = await applySetKubectl(own.namespace);
});

afterAll(async () => {
  await own.close();
});

/** What kubectl says it did, a line an object, without its warnings. */
async function applyBy(
  set: ApplySet,
  objects: readonly KubeObject[],
  ...options: readonly string[]
): Promise<readonly string[]> {
  const parent = `--applyset=secret/${set.parent.name}`;
  const said = await kubectl(['apply', '--prune', parent, '-f', '-', ...options], objects);
  return said.trim().split('\n').sort();
}

test('kubectl applies and prunes a set that was made here, and it goes on here', async () => {
  const set = own.setOf('ours');
  const [one, two, three] = [configMap('ours-1'), configMap('ours-2'), configMap('ours-3')];
  await own.bringOut(set, [one, two, service('ours'), claim('ours')]);

  const preview = await applyBy(set, [one, three], '--dry-run=server');
  expect(preview).toEqual([
    'configmap/ours-1 configured (server dry run)',
    'configmap/ours-2 pruned (server dry run)',
    'configmap/ours-3 created (server dry run)',
    'persistentvolumeclaim/ours pruned (server dry run)',
    'service/ours pruned (server dry run)',
  ]);
  const applied = await applyBy(set, [one, three, claim('ours')]);
  expect(applied).toEqual(
    expect.arrayContaining(['configmap/ours-2 pruned', 'service/ours pruned']),
  );
  expect(await own.areThere(one, two, three, claim('ours'))).toEqual([true, false, true, true]);
  expect((await own.parentOf(set)).slice(0, 2)).toEqual(['ConfigMap,PersistentVolumeClaim', '']);

  const next = await own.bringOut(set, [three, service('ours')], pruning);
  expect(next.begun).toBe(true);
  expect(own.namesOf(next.plan?.delete)).toEqual(['ConfigMap ours-1']);
  expect(own.namesOf(next.plan?.kept)).toEqual(['PersistentVolumeClaim ours']);
  expect(await own.areThere(one, three, claim('ours'))).toEqual([false, true, true]);
  const kinds = 'ConfigMap,PersistentVolumeClaim,Service';
  expect((await own.parentOf(set)).slice(0, 2)).toEqual([kinds, '']);

  // And there again, after fields of the parent went to and fro.
  expect(await applyBy(set, [service('ours')])).toEqual([
    'configmap/ours-3 pruned',
    'persistentvolumeclaim/ours pruned',
    'service/ours configured',
  ]);
});

test('a set that kubectl made is pruned here, and goes on there', async () => {
  const set = own.setOf('theirs');
  const [one, two, three] = [configMap('theirs-1'), configMap('theirs-2'), configMap('theirs-3')];
  await applyBy(set, [one, two, service('theirs')]);
  expect((await own.parentOf(set)).slice(0, 2)).toEqual(['ConfigMap,Service', '']);

  const taken = await own.bringOut(set, [two], pruning);
  expect(taken.begun).toBe(false);
  expect(own.namesOf(taken.plan?.delete)).toEqual(['ConfigMap theirs-1', 'Service theirs']);
  expect(await own.areThere(one, two, service('theirs'))).toEqual([false, true, false]);
  const parent = await own.parentOf(set);
  expect(parent.slice(0, 2)).toEqual(['ConfigMap', '']);
  await own.bringOut(set, [two], pruning);
  expect(await own.parentOf(set)).toEqual(parent);

  expect(await applyBy(set, [three])).toEqual([
    'configmap/theirs-2 pruned',
    'configmap/theirs-3 created',
  ]);
});

test('kubectl prunes what a set has in other namespaces', async () => {
  const set = own.setOf('spread');
  const other = await ownNamespace('apply-set-spread');
  try {
    const far = configMap('spread-far', { namespace: other.namespace });
    await own.bringOut(set, [configMap('spread'), far]);
    const said = await applyBy(set, [configMap('spread')]);
    expect(said).toContain('configmap/spread-far pruned');
    expect(await own.areThere(far)).toEqual([false]);
    expect((await own.parentOf(set)).slice(0, 2)).toEqual(['ConfigMap', '']);
  } finally {
    await other.close();
  }
});

test("another tool's set is refused by kubectl and here alike", async () => {
  const set = own.setOf('foreign');
  await own.bringOut(set, [configMap('foreign')]);
  const tooling = 'applyset.kubernetes.io~1tooling';
  await cluster.patch(
    set.parent,
    [{ op: 'replace', path: `/metadata/annotations/${tooling}`, value: 'kpt/v1.0.0' }],
    { signal: deadline() },
  );
  await expect(applyBy(set, [configMap('foreign')])).rejects.toThrow(
    /already exists and is managed by tooling "kpt" instead of "kubectl"/,
  );
  await expect(own.bringOut(set, [configMap('foreign')])).rejects.toThrow(
    /is the parent of an ApplySet that "kpt\/v1.0.0" manages/,
  );
});
