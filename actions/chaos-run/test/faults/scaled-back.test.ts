import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isScaledBack } from '../../src/faults/scaled-back.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const workload = (replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'u1' },
  spec: { replicas },
});
const scaled = (before: number, during: number, uid = 'u1'): UndoStep => ({
  kind: 'restore-field',
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  uid,
  field: ['spec', 'replicas'],
  before,
  during,
});

test.each<[string, number, number, readonly UndoStep[], boolean]>([
  ['back to what it had', 0, 3, [scaled(3, 0)], true],
  ['back from more than it had', 10, 3, [scaled(3, 10)], true],
  ['to more than it had', 0, 5, [scaled(3, 0)], true],
  ['back from several steps', 1, 5, [scaled(5, 2), scaled(2, 1)], true],
  ['to some of what it had', 0, 2, [scaled(3, 0)], false],
  ['to fewer than it had', 3, 0, [scaled(3, 5)], false],
  ['between two of the steps', 1, 2, [scaled(5, 2), scaled(2, 1)], false],
  ['from what somebody else gave it', 7, 3, [scaled(3, 0)], false],
  ['where the run did nothing', 0, 3, [], false],
  ['where another took its name', 0, 3, [scaled(3, 0, 'u0')], false],
])('%s', (_, now, to, own, isBack) => {
  expect(isScaledBack(workload(now), to, own)).toBe(isBack);
});
