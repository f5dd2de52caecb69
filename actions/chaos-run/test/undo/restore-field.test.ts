import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { planRestore } from '../../src/undo/restore-field.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const present = (spec: Json | undefined, uid = 'u1'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid, resourceVersion: '7' },
  ...(spec === undefined ? {} : { spec }),
});
const step = (field: readonly (string | number)[], before: Json, during: Json) =>
  ({ kind: 'restore-field', object, uid: 'u1', field, before, during }) as const;
const replicas = step(['spec', 'replicas'], 3, 0);
const unschedulable = step(['spec', 'unschedulable'], null, true);
const uidTest = { op: 'test', path: '/metadata/uid', value: 'u1' };
const versionTest = { op: 'test', path: '/metadata/resourceVersion', value: '7' };

test('a field that still is as during the fault is set back', () => {
  expect(planRestore(present({ replicas: 0 }), replicas)).toEqual([
    uidTest,
    { op: 'test', path: '/spec/replicas', value: 0 },
    { op: 'replace', path: '/spec/replicas', value: 3 },
  ]);
});

test('a field that was missing is removed', () => {
  expect(planRestore(present({ unschedulable: true }), unschedulable)).toEqual([
    uidTest,
    { op: 'test', path: '/spec/unschedulable', value: true },
    { op: 'remove', path: '/spec/unschedulable' },
  ]);
});

test('a field that the fault removed is added, with what is missing above it', () => {
  const uncordoned = step(['spec', 'unschedulable'], true, false);
  // The API server leaves false out.
  expect(planRestore(present({}), uncordoned)).toEqual([
    uidTest,
    versionTest,
    { op: 'add', path: '/spec/unschedulable', value: true },
  ]);
  expect(planRestore(present({}), step(['spec', 'a~b', 'c/d'], 1, null))).toEqual([
    uidTest,
    versionTest,
    { op: 'add', path: '/spec/a~0b', value: { 'c/d': 1 } },
  ]);
  expect(planRestore(present(undefined), step(['spec', 'a', 'b'], 1, null))).toEqual([
    uidTest,
    versionTest,
    { op: 'add', path: '/spec', value: { a: { b: 1 } } },
  ]);
});

test.each<[KubeObject, Parameters<typeof planRestore>[1]]>([
  [present({ replicas: 3 }), replicas],
  // Created anew by the way back of a later fault.
  [present({ replicas: 3 }, 'u2'), replicas],
  [present({}), unschedulable],
  [present({ unschedulable: false }), unschedulable],
  [present({ list: [1, { a: 2 }] }), step(['spec', 'list'], [1, { a: 2 }], [])],
])('%j needs nothing', (found, asked) => {
  expect(planRestore(found, asked)).toEqual({ outcome: 'nothing to do', reason: '' });
});

test.each<[KubeObject | undefined, Parameters<typeof planRestore>[1], string]>([
  [undefined, replicas, 'Deployment web in namespace shop does not exist any more'],
  [
    present({ replicas: 0 }, 'u2'),
    replicas,
    'Deployment web in namespace shop was replaced by another',
  ],
  [
    present({ replicas: 5 }),
    replicas,
    'spec.replicas of Deployment web in namespace shop is 5, which somebody else set',
  ],
  [
    present({}),
    replicas,
    'spec.replicas of Deployment web in namespace shop is null, which somebody else set',
  ],
])('%j is left alone', (found, asked, reason) => {
  expect(planRestore(found, asked)).toEqual({ outcome: 'left alone', reason });
});
