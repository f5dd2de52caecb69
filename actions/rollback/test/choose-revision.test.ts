import { expect, test } from '@jest/globals';
import type { ReleaseOutcome, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { chooseRevision } from '../src/choose-revision.ts';
import type { Aim } from '../src/inputs.ts';

type Told = readonly [outcome: ReleaseOutcome, more?: Partial<ReleaseRecord>];

/** A history whose revisions count from 1. */
function history(...told: readonly Told[]): readonly ReleaseRecord[] {
  return told.map(([outcome, more], index) => ({
    schemaVersion: 1,
    release: 'web',
    revision: index + 1,
    outcome,
    reason: '',
    strategy: 'rolling',
    startedAt: '2026-11-21T10:00:00.000Z',
    run: { url: '', id: '1', attempt: 1, commit: '', ref: '', actor: '' },
    objects: [],
    created: [],
    ...more,
  }));
}

const good: Told = ['deployed'];
const back = (from: number, to: number, outcome: ReleaseOutcome = 'deployed'): Told => [
  outcome,
  { rollback: { from, to } },
];
const withCanary = (outcome: ReleaseOutcome): Told => [
  outcome,
  {
    canary: {
      namespace: 'shop',
      stableWorkload: 'web',
      workload: 'web-canary',
      stableService: 'web',
      service: 'web-canary',
      objects: [],
    },
  },
];

function shown(records: readonly ReleaseRecord[], to: Aim): string {
  const choice = chooseRevision(records, to);
  switch (choice.kind) {
    case 'restore':
      return `${choice.from} to ${choice.target.revision}${choice.canary ? ' without canary' : ''}`;
    case 'unchanged':
      return `unchanged at ${choice.running.revision}`;
    case 'nothing':
      return choice.reason;
  }
}

test.each<[string, readonly Told[], Aim, string]>([
  ['the good one before a good one', [good, good], 'last-good', '2 to 1'],
  ['past bad ones', [good, ['rolled-back', { restored: 1 }], good], 'last-good', '3 to 1'],
  [
    'where deploy has gone back itself',
    [good, good, ['rolled-back', { restored: 2 }]],
    'last-good',
    'unchanged at 2',
  ],
  ['after a bad one that was held', [good, good, ['failed']], 'last-good', '3 to 2'],
  ['after a lost one', [good, ['pending']], 'last-good', '2 to 1'],
  ['where a rollback was', [good, good, back(2, 1)], 'last-good', 'unchanged at 3'],
  [
    'after a deploy that followed a rollback',
    [good, good, back(2, 1), good],
    'last-good',
    '4 to 3',
  ],
  [
    'where a rollback was lost, to the same',
    [good, good, back(2, 1, 'pending')],
    'last-good',
    '2 to 1',
  ],
  [
    'where a rollback failed, to the same',
    [good, good, back(2, 1, 'failed')],
    'last-good',
    '2 to 1',
  ],
  [
    'with a canary that is up',
    [good, good, withCanary('canary')],
    'last-good',
    '3 to 2 without canary',
  ],
  [
    'with a canary that was held',
    [good, withCanary('failed')],
    'last-good',
    '2 to 1 without canary',
  ],
  ['with a canary half made', [good, withCanary('pending')], 'last-good', '2 to 1 without canary'],
  [
    'after a canary that was taken back',
    [good, good, withCanary('rolled-back')],
    'last-good',
    'unchanged at 2',
  ],
  [
    'after a canary that was aborted',
    [good, good, withCanary('abandoned')],
    'last-good',
    'unchanged at 2',
  ],
  ['after a canary that was promoted', [good, withCanary('deployed')], 'last-good', '2 to 1'],
  ['to a number', [good, good, good], 1, '3 to 1'],
  ['to the running number', [good, good], 2, 'unchanged at 2'],
  ['to the running number with a canary', [good, withCanary('canary')], 1, '2 to 1 without canary'],
])('%s', (_, told, to, expected) => {
  expect(shown(history(...told), to)).toBe(expected);
});

test.each<[string, readonly Told[], Aim, RegExp]>([
  ['without history', [], 'last-good', /no history/],
  ['from a first release', [good], 'last-good', /no good revision before 1, which runs/],
  [
    'where nothing was good',
    [['failed']],
    'last-good',
    /no revision was good; the history holds no/,
  ],
  ['to a bad revision', [good, ['failed']], 2, /revision 2 was recorded failed; .* there: 1$/],
  ['to a canary', [good, withCanary('canary')], 2, /revision 2 was recorded canary/],
  ['to a forgotten revision', [good, good], 7, /revision 7 is not in the history; .* there: 1, 2$/],
])('there is nowhere to go %s', (_, told, to, reason) => {
  expect(shown(history(...told), to)).toMatch(reason);
});
