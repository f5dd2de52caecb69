import { expect, test } from '@jest/globals';
import { changedSince } from '../../src/undo/changed-since.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const deny = { ...policy, namespace: 'shop', name: 'deny' };

const scaled = (before: number, during: number, uid = 'u1', field = 'replicas'): UndoStep => ({
  kind: 'restore-field',
  object: web,
  uid,
  field: ['spec', field],
  before,
  during,
});
const cordoned = (before: boolean | null, during: boolean): UndoStep => ({
  kind: 'restore-field',
  object: { apiVersion: 'v1', kind: 'Node', name: 'a' },
  uid: 'n1',
  field: ['spec', 'unschedulable'],
  before,
  during,
});
const deleted = (name: string): UndoStep => ({
  kind: 'create-object',
  object: { ...policy, metadata: { name, namespace: 'shop' } },
});

test.each<[string, UndoStep, readonly UndoStep[]]>([
  ['what the run has made', scaled(0, 3), [scaled(3, 0)]],
  ['what was before the run', scaled(3, 5), [scaled(3, 0)]],
  ['what the run has not touched', scaled(7, 3), []],
  ['what took the place of it', scaled(7, 3, 'u2'), [scaled(3, 0)]],
  ['another field of it', scaled(7, 3, 'u1', 'paused'), [scaled(3, 0)]],
  ['an empty field for a missing one', cordoned(null, true), [cordoned(false, true)]],
  ['an object that nobody created', deleted('other'), [{ kind: 'delete-object', object: deny }]],
  ['nothing', { kind: 'nothing' }, [scaled(3, 0)]],
])('a rollback changes %s', (_, step, own) => {
  expect(changedSince(step, { faults: own, rollbacks: [] })).toBeUndefined();
});

test('a rollback does not overwrite what somebody else has set since', () => {
  const done = { faults: [scaled(3, 0)], rollbacks: [scaled(0, 1)] };
  expect(changedSince(scaled(1, 3), done)).toBeUndefined();
  expect(changedSince(scaled(7, 3), done)).toBe(
    'spec.replicas of Deployment web in namespace shop is 7, which somebody else set since',
  );
});

test('a rollback does not delete what somebody else has created in the place of its own', () => {
  const created: UndoStep = { kind: 'delete-object', object: deny };
  expect(changedSince(deleted('deny'), { faults: [created], rollbacks: [] })).toBe(
    'somebody else created NetworkPolicy deny in namespace shop',
  );
  const again = { faults: [created], rollbacks: [created] };
  expect(changedSince(deleted('deny'), again)).toBeUndefined();
});
