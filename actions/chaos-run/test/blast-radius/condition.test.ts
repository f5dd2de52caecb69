import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { conditionProblem } from '../../src/blast-radius/condition.ts';

const now = new Date('2026-11-21T12:00:00Z');
const minute = 60_000;
const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true };

function pod(metadata: Partial<KubeObject['metadata']>, phase = 'Running'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1-x',
      namespace: 'shop',
      creationTimestamp: '2026-11-21T11:55:00Z',
      ownerReferences: [owner],
      ...metadata,
    },
    status: { phase },
  };
}

test.each<[string, KubeObject, number, string]>([
  ['an ordinary pod', pod({}), 0, ''],
  ['one that is old enough', pod({}), 5 * minute, ''],
  ['one that is too young', pod({}), 6 * minute, 'is 5m old, and minimum-age is 6m'],
  [
    'one of a machine whose clock is ahead',
    pod({ creationTimestamp: '2026-11-21T12:00:30Z' }),
    minute,
    'is 0ms old, and minimum-age is 1m',
  ],
  [
    'one that is ending',
    pod({ deletionTimestamp: '2026-11-21T11:59:59Z' }),
    0,
    'is being deleted already',
  ],
  ['one that is through', pod({}, 'Succeeded'), 0, 'has ended already (Succeeded)'],
  ['one that failed', pod({}, 'Failed'), 0, 'has ended already (Failed)'],
  ['a pending one', pod({}, 'Pending'), 0, ''],
  ['a bare pod', pod({ ownerReferences: [] }), 0, 'has no controller that would replace it'],
  [
    'one with an owner that is no controller',
    pod({ ownerReferences: [{ ...owner, controller: false }] }),
    0,
    'has no controller that would replace it',
  ],
  [
    'a static pod',
    pod({
      annotations: { 'kubernetes.io/config.mirror': 'abc' },
      ownerReferences: [{ ...owner, apiVersion: 'v1', kind: 'Node' }],
    }),
    0,
    'is a static pod of its node',
  ],
  [
    'a Deployment without an owner',
    { ...pod({ ownerReferences: [] }), apiVersion: 'apps/v1', kind: 'Deployment' },
    0,
    '',
  ],
])('%s', (_, object, minimumAge, problem) => {
  expect(conditionProblem(object, minimumAge, now)).toBe(problem);
});
