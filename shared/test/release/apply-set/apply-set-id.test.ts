import { expect, test } from '@jest/globals';
import {
  applySetId,
  applySetOf,
  membershipOf,
  withMembership,
  withoutMembership,
} from '../../../src/release/apply-set/apply-set-id.ts';

// The ids that kubectl v1.36.1 gave to these parents.
test.each([
  ['Secret', 'kube-delivery.shop', 'applyset-Fh_vwwFeYS5Q5NKM7-a4577ZzVAG7uJ_pxyE1g9-Qq0-v1'],
  ['ConfigMap', 'tracker', 'applyset-eWnVPYL_KT-TyOCq7UcPUUW6-DId_hKz4G7-uXbQnI4-v1'],
])('the id of a set whose parent is a %s is the one of kubectl', (kind, name, id) => {
  expect(applySetId({ apiVersion: 'v1', kind, namespace: 'pr-probe', name })).toBe(id);
});

test('the set of a release has its parent beside the history', () => {
  expect(applySetOf('shop', 'pr-probe')).toEqual({
    release: 'shop',
    id: 'applyset-Fh_vwwFeYS5Q5NKM7-a4577ZzVAG7uJ_pxyE1g9-Qq0-v1',
    parent: {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'pr-probe',
      name: 'kube-delivery.shop',
    },
  });
});

test('releases and namespaces have sets of their own', () => {
  const ids = [
    applySetOf('shop', 'a').id,
    applySetOf('shop', 'b').id,
    applySetOf('shop-a', 'b').id,
  ];
  expect(new Set(ids).size).toBe(3);
});

test('membership is a label of the object itself, beside its others', () => {
  const set = applySetOf('shop', 'shop');
  const spec = { template: { metadata: { labels: { app: 'web' } } } };
  const plain = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec,
  };
  const member = withMembership(plain, set);
  expect(member).toEqual({
    ...plain,
    metadata: {
      name: 'web',
      labels: { app: 'web', 'applyset.kubernetes.io/part-of': set.id },
    },
  });
  expect(membershipOf(plain)).toBeUndefined();
  expect(membershipOf(member)).toBe(set.id);
  expect(withMembership(member, set)).toEqual(member);
  expect(withoutMembership(member)).toEqual(plain);
  const bare = { ...plain, metadata: { name: 'web' } };
  expect(withoutMembership(withMembership(bare, set))).toEqual(bare);
  expect(withoutMembership(bare)).toBe(bare);
});
