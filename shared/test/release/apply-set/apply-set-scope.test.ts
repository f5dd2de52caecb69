import { describe, expect, test } from '@jest/globals';
import {
  groupKindOf,
  makeScope,
  parseGroupKind,
  sameScope,
  scopeOf,
  unionOf,
} from '../../../src/release/apply-set/apply-set-scope.ts';

describe('group kinds', () => {
  test.each([
    ['v1', 'ConfigMap', 'ConfigMap', ''],
    ['apps/v1', 'Deployment', 'Deployment.apps', 'apps'],
    [
      'gateway.networking.k8s.io/v1beta1',
      'HTTPRoute',
      'HTTPRoute.gateway.networking.k8s.io',
      'gateway.networking.k8s.io',
    ],
  ])('%s %s is %s', (apiVersion, kind, text, group) => {
    expect(groupKindOf({ apiVersion, kind })).toBe(text);
    expect(parseGroupKind(text)).toEqual({ kind, group });
  });
});

test('the scope of objects is sorted, without repetition and without the own namespace', () => {
  const at = (apiVersion: string, kind: string, namespace?: string) => ({
    reference: {
      apiVersion,
      kind,
      name: 'x',
      ...(namespace === undefined ? {} : { namespace }),
    },
  });
  const objects = [
    at('v1', 'Secret', 'shop'),
    at('v1', 'ConfigMap', 'shop'),
    at('v1', 'ConfigMap', 'zoo'),
    at('apps/v1', 'Deployment', 'bar'),
    at('rbac.authorization.k8s.io/v1', 'ClusterRole'),
  ];
  expect(scopeOf(objects, 'shop')).toEqual({
    groupKinds: ['ClusterRole.rbac.authorization.k8s.io', 'ConfigMap', 'Deployment.apps', 'Secret'],
    namespaces: ['bar', 'zoo'],
  });
  expect(scopeOf([], 'shop')).toEqual({ groupKinds: [], namespaces: [] });
});

test('a union has what is in either', () => {
  const one = makeScope(['Secret', 'ConfigMap'], ['b'], 'shop');
  const other = makeScope(['Service', 'ConfigMap'], ['a', 'shop'], 'shop');
  const both = { groupKinds: ['ConfigMap', 'Secret', 'Service'], namespaces: ['a', 'b'] };
  expect(unionOf(one, other)).toEqual(both);
  expect(sameScope(unionOf(one, other), unionOf(other, one))).toBe(true);
  expect(sameScope(unionOf(one, other), one)).toBe(false);
});
