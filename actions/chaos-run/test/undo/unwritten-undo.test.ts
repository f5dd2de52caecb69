import { expect, test } from '@jest/globals';
import { UnwrittenUndo } from '../../src/undo/unwritten-undo.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', name: 'x' };
const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

const setting = (object: typeof role, field: string, before: number, during: number): UndoStep => ({
  kind: 'restore-field',
  object,
  uid: object.name,
  field: ['spec', field],
  before,
  during,
});
const fault = (step: UndoStep) => ({ title: 'it', namespace: 'shop', steps: [step] });

test.each([
  ['a dry run', new UnwrittenUndo()],
  ['a rollback', new UnwrittenUndo({ steps: [] })],
])('%s is refused what has no way back', async (_, undo) => {
  await expect(undo.record(fault(setting(role, 'rules', 1, 2)))).rejects.toThrow(
    'it: nothing was done, as there would be no way back: spec.rules of Role x is no field that a fault changes',
  );
  expect(undo.steps).toEqual([]);
});

test('what rollbacks did themselves is known to the next, as are the faults', async () => {
  const undo = new UnwrittenUndo({ steps: [setting(web, 'replicas', 3, 0)] });
  await undo.record(fault(setting(web, 'replicas', 0, 1)));
  expect(await undo.record(fault(setting(web, 'replicas', 1, 3)))).toEqual({ mark: {} });
  expect(undo.steps).toHaveLength(3);
  await expect(undo.record(fault(setting(web, 'replicas', 7, 3)))).rejects.toThrow(
    'it: nothing was done, as spec.replicas of Deployment web in namespace shop is 7, which somebody else set since',
  );
});

test('a dry run may find anything', async () => {
  const undo = new UnwrittenUndo();
  await undo.record(fault(setting(web, 'replicas', 3, 0)));
  await undo.record(fault(setting(web, 'replicas', 7, 0)));
  expect(undo.steps).toHaveLength(2);
});
