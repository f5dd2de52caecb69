import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PreconditionError } from '../../shared/src/action/errors.ts';
import type { Cluster } from '../../shared/src/cluster/cluster.ts';
import { referenceTo } from '../../shared/src/manifests/manifest.ts';
import { applySetOf, withMembership } from '../../shared/src/release/apply-set/apply-set-id.ts';
import { findForeignSet } from '../../shared/src/release/apply-set/foreign-set.ts';
import { beginApplySet, findParent } from '../../shared/src/release/apply-set/parent-scope.ts';
import { planPrune } from '../../shared/src/release/apply-set/plan-prune.ts';
import { applySetNamespace, configMap, pruning } from './support/apply-set-release.ts';
import type { ApplySetNamespace } from './support/apply-set-release.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { connectTest } from './support/test-connection.ts';

let own: ApplySetNamespace;
let cluster: Cluster;

beforeAll(async () => {
  own = await applySetNamespace('apply-set-refusals');
  ({ cluster } = own);
});

afterAll(async () => {
  await own.close();
});

test('a member of another release is named with that release', async () => {
  const theirs = own.setOf('theirs');
  const shared = configMap('shared');
  await own.bringOut(theirs, [shared]);
  const live = await cluster.read(referenceTo(shared), deadline());
  if (live === undefined) throw new Error('it was just applied');
  expect(await findForeignSet(cluster, live, theirs, deadline())).toBeUndefined();
  expect(await findForeignSet(cluster, live, own.setOf('ours'), deadline())).toEqual({
    message: `it belongs to another ApplySet, that of release theirs (Secret kube-delivery.theirs in namespace ${own.namespace})`,
    hint: expect.stringContaining('remove its label applyset.kubernetes.io/part-of'),
  });
  const unknown = withMembership(shared, applySetOf('unknown', 'elsewhere'));
  expect(await findForeignSet(cluster, unknown, own.setOf('ours'), deadline())).toMatchObject({
    message: expect.stringMatching(/^it belongs to another ApplySet, applyset-\S+-v1$/),
  });
});

test("a Secret of the parent's name that is none is left as it is", async () => {
  const set = own.setOf('occupied');
  const { apiVersion, kind, name } = set.parent;
  const secret = { apiVersion, kind, metadata: { name }, stringData: { mine: 'value' } };
  await cluster.apply(secret, { signal: deadline() });
  const before = await own.parentOf(set);
  const references = [referenceTo(configMap('occupied'))];
  for (const use of [
    () => findParent(cluster, set, deadline()),
    () => beginApplySet(cluster, set, references, deadline()),
    () => planPrune(cluster, set, references, pruning, deadline()),
  ]) {
    await expect(use()).rejects.toThrow(PreconditionError);
  }
  expect(await own.parentOf(set)).toEqual(before);
});

test('a missing right is told with its rule, before anything is written', async () => {
  const set = own.setOf('rights');
  await own.bringOut(set, [configMap('rights'), configMap('rights-gone')]);
  const user = `${own.namespace}-pruner`;
  const pruner = await connectTest({ namespace: own.namespace, user: { as: user } });
  const grant = async (verbs: readonly string[]): Promise<void> => {
    const group = 'rbac.authorization.k8s.io';
    const metadata = { name: 'pruner' };
    const rules = [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
      { apiGroups: [''], resources: ['configmaps'], verbs },
    ];
    const role = { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules };
    const binding = {
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'Role', name: 'pruner' },
      subjects: [{ apiGroup: group, kind: 'User', name: user }],
    };
    for (const each of [role, binding]) await cluster.apply(each, { signal: deadline() });
  };
  const references = [referenceTo(configMap('rights'))];
  /** How planning ends, once the server knows the rights that were granted. */
  const ending = (wanted: RegExp): Promise<readonly string[]> =>
    eventually(
      async () => {
        try {
          const plan = await planPrune(pruner, set, references, pruning, deadline());
          return [`prunes ${own.namesOf(plan.delete).join()}`];
        } catch (error) {
          const { name, message, hint = '' } = error as PreconditionError;
          return [message, name, hint];
        }
      },
      ([end = '']) => wanted.test(end),
    );
  const rule = (verbs: string): string =>
    `Add this rule to a Role in namespace ${own.namespace}: - {apiGroups: [""], resources: ["configmaps"], verbs: [${verbs}]}`;
  try {
    await grant(['get']);
    const unlisted =
      /^what is to be pruned of release rights cannot be found: list configmaps .*403/;
    expect((await ending(unlisted)).slice(1)).toEqual([
      'PreconditionError',
      rule('"list", "watch"'),
    ]);
    await grant(['get', 'list']);
    const undeletable =
      /^ConfigMap rights-gone in namespace \S+ is no longer in release rights and cannot be pruned: delete configmaps .*403/;
    expect((await ending(undeletable)).slice(1)).toEqual(['PreconditionError', rule('"delete"')]);
    await grant(['get', 'list', 'delete']);
    expect(await ending(/^prunes/)).toEqual(['prunes ConfigMap rights-gone']);
    expect(await own.areThere(configMap('rights-gone'))).toEqual([true]);
  } finally {
    await pruner.close();
  }
});
