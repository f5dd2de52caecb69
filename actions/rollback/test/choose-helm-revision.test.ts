import { expect, test } from '@jest/globals';
import type { HelmRevision, HelmStatus } from '@kube-delivery/shared/helm/helm-revision';
import { chooseHelmRevision } from '../src/choose-helm-revision.ts';
import type { Aim } from '../src/inputs.ts';

type Told = HelmStatus | readonly [HelmStatus, description: string];

/** Helm's revisions, counted from 1. */
function revisions(...told: readonly Told[]): readonly HelmRevision[] {
  return told.map((each, index) => {
    const [status, description] = typeof each === 'string' ? [each, 'Upgrade complete'] : each;
    return {
      revision: index + 1,
      status,
      description,
      chart: 'shop-1.0.0',
      appVersion: '',
      values: {},
      manifest: '',
      hooks: [],
      labels: {},
      writtenAt: new Date(0),
      appliedBy: 'server',
    };
  });
}

test.each<[string, readonly Told[], Aim, object]>([
  ['the one before', ['superseded', 'deployed'], 'last-good', { from: 2, target: { revision: 1 } }],
  [
    'past failed ones',
    ['superseded', 'failed', 'deployed'],
    'last-good',
    { target: { revision: 1 } },
  ],
  [
    'the deployed one',
    ['superseded', 'deployed', 'failed'],
    'last-good',
    { target: { revision: 2 } },
  ],
  [
    'not one further',
    ['superseded', 'superseded', ['deployed', 'Rollback to 1']],
    'last-good',
    { kind: 'unchanged', revision: 3 },
  ],
  ['a number', ['superseded', 'superseded', 'deployed'], 1, { from: 3, target: { revision: 1 } }],
  ['the number that runs', ['superseded', 'deployed'], 2, { kind: 'unchanged' }],
  ['not to a failed one', ['superseded', 'failed', 'deployed'], 2, { kind: 'nothing' }],
  ['nowhere from a first one', ['deployed'], 'last-good', { kind: 'nothing' }],
  ['nowhere without revisions', [], 'last-good', { kind: 'nothing' }],
])('goes to %s', (_, told, to, expected) => {
  expect(chooseHelmRevision(revisions(...told), to)).toMatchObject(expected);
});
