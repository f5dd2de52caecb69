import { expect, test } from '@jest/globals';
import { asNew } from '../../src/undo/create-deleted.ts';

test('what the server sets is left out, what its owner set is not', () => {
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: 'allow',
      namespace: 'shop',
      labels: { team: 'a' },
      annotations: { note: 'b' },
      finalizers: ['example.com/mine'],
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u0' }],
      uid: 'u1',
      resourceVersion: '7',
      generation: 2,
      creationTimestamp: '2026-11-21T12:00:00Z',
      managedFields: [{ manager: 'kubectl' }],
    },
    spec: { podSelector: {} },
    status: { conditions: [] },
  };
  expect(asNew(object)).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: 'allow',
      namespace: 'shop',
      labels: { team: 'a' },
      annotations: { note: 'b' },
      finalizers: ['example.com/mine'],
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u0' }],
    },
    spec: { podSelector: {} },
  });
});
