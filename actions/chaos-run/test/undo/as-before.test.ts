import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Json } from '@kube-delivery/shared/json/json';
import { asBefore } from '../../src/undo/as-before.ts';
import type { UndoStep } from '../../src/undo/undo-step.ts';

const route = (spec: Json, labels: Json, uid = 'u1'): KubeObject =>
  ({
    apiVersion: 'example.com/v1',
    kind: 'Route',
    metadata: { name: 'web', uid, labels },
    spec,
  }) as KubeObject;
const object = { apiVersion: 'example.com/v1', kind: 'Route', name: 'web' };
const step = (field: readonly string[], before: Json, during: Json, uid = 'u1'): UndoStep => ({
  kind: 'restore-field',
  object,
  uid,
  field,
  before,
  during,
});

test('what faults changed is as before, also what they changed twice, added or removed', () => {
  const own = [
    step(['spec', 'weight'], 100, 50),
    step(['metadata', 'labels', 'app'], 'web', null),
    step(['spec', 'fault'], null, 'on'),
    { kind: 'nothing' } as const,
    step(['spec', 'weight'], 50, 0),
  ];
  expect(asBefore(route({ weight: 0, hosts: ['a'], fault: 'on' }, {}), own)).toEqual(
    route({ weight: 100, hosts: ['a'] }, { app: 'web' }),
  );
});

test('a field whose map is gone comes back with it', () => {
  expect(asBefore(route(null, {}), [step(['spec', 'weight'], 1, null)])).toEqual(
    route({ weight: 1 }, {}),
  );
});

test.each([
  ['somebody else changed since', step(['spec', 'weight'], 100, 50)],
  ['was changed of another object of the name', step(['spec', 'weight'], 100, 0, 'u0')],
  ['was created', { kind: 'delete-object', object } as const],
])('what %s stays', (_, each) => {
  const found = route({ weight: 0 }, {});
  expect(asBefore(found, [each])).toBe(found);
});
