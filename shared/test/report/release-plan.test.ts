import { expect, test } from '@jest/globals';
import { describePlan } from '../../src/report/release-plan.ts';
import type { PlannedObject } from '../../src/release/release-plan.ts';
import type { FieldChange } from '../../src/release/same-object.ts';

function planned(
  name: string,
  action: PlannedObject['action'],
  fields: readonly FieldChange[] = [],
): PlannedObject {
  const reference = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
  return { reference, declared: object, object, action, live: undefined, fields, force: false };
}

const field = (path: string, from?: string, to?: string): FieldChange => ({ path, from, to });

test('a plan shows counts, what changes, what is deleted and what is spared', () => {
  const fields = ['a', 'b', 'c', 'd'].map((key) => field(`data.${key}`, '"1"', '"2"'));
  const objects = [
    planned('new', 'create'),
    planned('old', 'update', [field('data.gone', '"x"'), field('data.`x`', undefined, '"<y>"')]),
    planned('big', 'update', fields),
    planned('same', 'unchanged'),
  ];
  const left = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' };
  const dropped = { ...left, kind: 'Service', name: 'web' };
  const { markdown } = describePlan(
    { objects, refusals: [] },
    {
      delete: [{ reference: dropped, uid: 'u' }],
      kept: [{ reference: left, why: 'prune-kinds does not name PersistentVolumeClaim' }],
    },
  );
  expect(markdown.split('\n')).toEqual(
    expect.arrayContaining([
      '1 created, 2 updated, 1 deleted, 1 unchanged',
      '| ConfigMap new in namespace shop | create |  |',
      '| ConfigMap old in namespace shop | update | `data.gone`, `` data.`x` `` |',
      '| ConfigMap big in namespace shop | update | `data.a`, `data.b`, `data.c`, 1 more |',
      '| Service web in namespace shop | delete | no longer in the release |',
      '| PersistentVolumeClaim data in namespace shop | keep | no longer in the release, but prune-kinds does not name PersistentVolumeClaim |',
      '```diff',
      '- data.gone: "x"',
      '+ data.`x`: "<y>"',
      '- data.d: "1"',
      '+ data.d: "2"',
    ]),
  );
  expect(markdown).not.toContain('ConfigMap same');
});

test('a plan of no change says so', () => {
  const { markdown } = describePlan({ objects: [planned('same', 'unchanged')], refusals: [] });
  expect(markdown).toBe('Nothing changes.');
});
