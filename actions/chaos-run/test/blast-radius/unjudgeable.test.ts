import { expect, test } from '@jest/globals';
import { UnjudgeableError } from '../../src/blast-radius/unjudgeable.ts';

// Messages of a real API server.
test.each([
  [
    'get deployments.apps web in namespace shop: 403 Forbidden: deployments.apps "web" is forbidden: User "system:serviceaccount:shop:ci" cannot get resource "deployments" in API group "apps" in the namespace "shop"',
    { verb: 'get', resource: 'deployments.apps', namespace: 'shop', name: 'web' },
    'cannot be judged: system:serviceaccount:shop:ci may not get deployments.apps in namespace shop',
  ],
  [
    'get namespaces shop: 403 Forbidden: namespaces "shop" is forbidden: User "ci" cannot get resource "namespaces" in API group "" in the namespace "shop"',
    { verb: 'get', resource: 'namespaces', name: 'shop' },
    'cannot be judged: ci may not get namespaces',
  ],
  [
    'get replicasets.apps web-1 in namespace shop: 403 Forbidden: denied by a webhook',
    { verb: 'get', resource: 'replicasets.apps', namespace: 'shop', name: 'web-1' },
    'cannot be judged: this connection may not get replicasets.apps in namespace shop',
  ],
])('%s', (message, call, said) => {
  expect(new UnjudgeableError({ message, call }).message).toBe(said);
});
