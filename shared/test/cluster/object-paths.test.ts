import { expect, test } from '@jest/globals';
import { groupOf, objectPath, qualifiedResource } from '../../src/cluster/object-paths.ts';
import type { ObjectPlace } from '../../src/cluster/object-paths.ts';

const pods = { apiVersion: 'v1', resource: 'pods', namespaced: true };
const deployments = { apiVersion: 'apps/v1', resource: 'deployments', namespaced: true };
const roles = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  resource: 'clusterroles',
  namespaced: false,
};

test.each<[typeof pods, ObjectPlace, string]>([
  [pods, { namespace: 'shop', name: 'web' }, '/api/v1/namespaces/shop/pods/web'],
  [pods, { namespace: undefined }, '/api/v1/pods'],
  [
    pods,
    {
      namespace: 'shop',
      name: 'web',
      subresource: 'log',
      query: { previous: true, container: undefined },
    },
    '/api/v1/namespaces/shop/pods/web/log?previous=true',
  ],
  [deployments, { namespace: 'shop' }, '/apis/apps/v1/namespaces/shop/deployments'],
  [
    deployments,
    { namespace: 'shop', query: { labelSelector: 'a=b,c in (d)', limit: 5 } },
    '/apis/apps/v1/namespaces/shop/deployments?labelSelector=a%3Db%2Cc+in+%28d%29&limit=5',
  ],
  [
    roles,
    { namespace: 'ignored', name: 'system:Mixed/Case' },
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3AMixed%2FCase',
  ],
])('%j at %j', (resource, place, path) => {
  expect(objectPath(resource, place)).toBe(path);
});

test('groups', () => {
  expect([groupOf('v1'), groupOf('apps/v1')]).toEqual(['', 'apps']);
  expect([qualifiedResource(pods), qualifiedResource(deployments)]).toEqual([
    'pods',
    'deployments.apps',
  ]);
});
