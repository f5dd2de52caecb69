import { expect, test } from '@jest/globals';
import { stepInPlace } from '../../src/undo/step-in-place.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const shop = { scope: 'namespace', namespace: 'shop' } as const;
const cluster = { scope: 'cluster', namespace: 'ops' } as const;

const restore = (
  apiVersion: string,
  kind: string,
  field: readonly string[],
  namespace?: string,
): UndoStep => ({
  kind: 'restore-field',
  object: { apiVersion, kind, name: 'x', ...(namespace === undefined ? {} : { namespace }) },
  uid: 'u',
  field,
  before: 1,
  during: 2,
});
const creation = (apiVersion: string, kind: string, namespace?: string): UndoStep => ({
  kind: 'create-object',
  object: {
    apiVersion,
    kind,
    metadata: { name: 'x', ...(namespace === undefined ? {} : { namespace }) },
  },
});

test.each<[UndoStep, typeof shop | typeof cluster]>([
  [{ kind: 'nothing' }, shop],
  [restore('apps/v1', 'Deployment', ['spec', 'replicas'], 'shop'), shop],
  [restore('v1', 'Node', ['spec', 'unschedulable']), cluster],
  [restore('autoscaling/v2', 'HorizontalPodAutoscaler', ['spec', 'maxReplicas'], 'shop'), shop],
  [restore('example.com/v1', 'Widget', ['spec', 'colour'], 'shop'), shop],
  [creation('networking.k8s.io/v1', 'NetworkPolicy', 'shop'), shop],
  [creation('example.com/v1', 'Widget', 'shop'), shop],
])('%j is left as it is', (step, place) => {
  expect(stepInPlace(step, place)).toEqual({ step });
});

test('the namespace is filled in', () => {
  expect(stepInPlace(restore('apps/v1', 'StatefulSet', ['spec', 'replicas']), shop)).toEqual({
    step: restore('apps/v1', 'StatefulSet', ['spec', 'replicas'], 'shop'),
  });
  expect(stepInPlace(creation('example.com/v1', 'Widget'), shop)).toEqual({
    step: creation('example.com/v1', 'Widget', 'shop'),
  });
});

test.each<[string, UndoStep, typeof shop | typeof cluster, RegExp]>([
  [
    'another namespace',
    restore('apps/v1', 'Deployment', ['spec', 'replicas'], 'blog'),
    shop,
    /Deployment x in namespace blog lies elsewhere/,
  ],
  [
    'a namespace of a cluster-wide record',
    creation('example.com/v1', 'Widget', 'shop'),
    cluster,
    /lies elsewhere/,
  ],
  [
    'what pods run',
    restore('apps/v1', 'Deployment', ['spec', 'template'], 'shop'),
    shop,
    /spec\.template of Deployment x in namespace shop is no field that a fault changes/,
  ],
  [
    'rights',
    restore('rbac.authorization.k8s.io/v1', 'Role', ['rules'], 'shop'),
    shop,
    /rules of Role x/,
  ],
  ['a pod', creation('v1', 'Pod', 'shop'), shop, /Pod x .* is of a kind that no fault deletes/],
  ['a secret', creation('v1', 'Secret', 'shop'), shop, /Secret x/],
  [
    'a role binding',
    creation('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'),
    cluster,
    /ClusterRoleBinding x is of a kind that no fault deletes/,
  ],
])('%s is not taken from a record', (_, step, place, problem) => {
  expect(stepInPlace(step, place)).toEqual({ problem: expect.stringMatching(problem) });
});
