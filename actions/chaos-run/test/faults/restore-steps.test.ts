import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Json } from '@kube-delivery/shared/json/json';
import { restoreSteps } from '../../src/faults/change-object.ts';

const before: KubeObject = {
  apiVersion: 'example.com/v1',
  kind: 'Route',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '1',
    generation: 1,
    labels: { app: 'web' },
  },
  spec: { weight: 100, hosts: ['a'], fault: null },
  status: { ready: true },
};

function steps(during: KubeObject): Json {
  return restoreSteps(before, during).map((step) => {
    expect(step).toMatchObject({
      kind: 'restore-field',
      uid: 'u1',
      object: { apiVersion: 'example.com/v1', kind: 'Route', namespace: 'shop', name: 'web' },
    });
    return step.kind === 'restore-field' ? [step.field, step.before, step.during] : null;
  });
}

test('what the server writes by itself is not set back', () => {
  const metadata = { ...before.metadata, resourceVersion: '2', generation: 2 };
  expect(steps({ ...before, metadata, status: { ready: false } })).toEqual([]);
});

test('each field of the spec that differs is one step, a missing one is null', () => {
  const spec = { weight: 0, hosts: ['a', 'b'], fault: null, delay: '5s' };
  expect(steps({ ...before, spec })).toEqual([
    [['spec', 'weight'], 100, 0],
    [['spec', 'hosts'], ['a'], ['a', 'b']],
    [['spec', 'delay'], null, '5s'],
  ]);
});

test('labels one by one, annotations as a whole where there were none', () => {
  const metadata = { ...before.metadata, labels: { tier: 'x' }, annotations: { note: 'y' } };
  expect(steps({ ...before, metadata })).toEqual([
    [['metadata', 'labels', 'app'], 'web', null],
    [['metadata', 'labels', 'tier'], null, 'x'],
    [['metadata', 'annotations'], null, { note: 'y' }],
  ]);
});

test('owners and finalizers as a whole', () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'u0' };
  const owned = { ...before.metadata, ownerReferences: [owner], finalizers: ['example.com/mine'] };
  expect(
    restoreSteps({ ...before, metadata: owned }, before).map((step) =>
      step.kind === 'restore-field' ? [step.field, step.before, step.during] : null,
    ),
  ).toEqual([
    [['metadata', 'finalizers'], ['example.com/mine'], null],
    [['metadata', 'ownerReferences'], [owner], null],
  ]);
});

test('a field beside the spec', () => {
  const { apiVersion, kind, metadata, status = null } = before;
  expect(steps({ apiVersion, kind, metadata, status, data: { a: 'b' } })).toEqual([
    [['spec'], before.spec, null],
    [['data'], null, { a: 'b' }],
  ]);
});
