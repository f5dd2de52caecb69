import { expect, test } from '@jest/globals';
import { chooseWorkloadRevision } from '../src/choose-workload-revision.ts';
import type { Aim } from '../src/inputs.ts';

const revisions = [1, 2, 5].map((number) => ({ number, hash: `h${number}`, template: {} }));

test.each<[string, string | undefined, Aim, string | undefined, object]>([
  [
    'the one before',
    'h5',
    'last-good',
    undefined,
    { kind: 'restore', from: 5, target: { number: 2 } },
  ],
  ['not one further', 'h5', 'last-good', 'h5', { kind: 'unchanged', revision: 5 }],
  ['on, after a later change', 'h5', 'last-good', 'h2', { kind: 'restore', target: { number: 2 } }],
  [
    'the newest where none is named',
    undefined,
    'last-good',
    undefined,
    { kind: 'restore', from: 5 },
  ],
  ['a number', 'h5', 1, undefined, { kind: 'restore', target: { number: 1 } }],
  ['the number that runs', 'h2', 2, undefined, { kind: 'unchanged', revision: 2 }],
  ['nowhere from the first', 'h1', 'last-good', undefined, { kind: 'nothing' }],
  ['nowhere to what is gone', 'h5', 4, undefined, { kind: 'nothing' }],
])('goes to %s', (_, current, to, takenBackTo, expected) => {
  expect(chooseWorkloadRevision({ revisions, current }, to, takenBackTo)).toMatchObject(expected);
});

test('goes nowhere without revisions', () => {
  const choice = chooseWorkloadRevision(
    { revisions: [], current: undefined },
    'last-good',
    undefined,
  );
  expect(choice).toEqual({ kind: 'nothing', reason: 'it has no revisions' });
});
