import { describe, expect, test } from '@jest/globals';
import { decideOpening } from '../src/opening.ts';
import type { Opening, OpeningFacts } from '../src/opening.ts';
import type { Phase } from '@kube-delivery/shared/traffic/shift-record';
import { someFacts } from './records.ts';
import { aRecord } from '../../../shared/test/traffic/a-shift-record.ts';

const inPhase = (phase: Phase, weight = 20): Partial<OpeningFacts> => ({
  record: { ...aRecord, phase, weight },
});
const rejected = { revision: 'aaaa', reason: 'too many errors' };

const cases: [string, Partial<OpeningFacts>, Partial<Opening>][] = [
  ['a first run begins at the first step', {}, { act: 'shift', from: 0 }],
  ['a killed run repeats its step', inPhase('shifting'), { act: 'shift', from: 1 }],
  ['a held one repeats its step', inPhase('held', 50), { act: 'shift', from: 2 }],
  [
    'an interrupted one goes on at its step',
    inPhase('interrupted', 100),
    { act: 'shift', from: 3 },
  ],
  [
    'a weight that the list lacks is followed by the next',
    inPhase('shifting', 30),
    { act: 'shift', from: 2 },
  ],
  [
    'a weight beyond the list repeats the last',
    { ...inPhase('held', 60), steps: someFacts.steps.slice(0, 2) },
    { act: 'shift', from: 1 },
  ],
  ['a passed step is followed by the next', inPhase('at-weight'), { act: 'shift', from: 2 }],
  ['after the last passed step it promotes', inPhase('at-weight', 100), { act: 'promote' }],
  ['or rests', { ...inPhase('at-weight', 100), promote: false }, { act: 'rest' }],
  ['a promotion goes on', inPhase('promoting'), { act: 'promote' }],
  ['so does one that was returning', inPhase('returning'), { act: 'promote' }],
  [
    'so does one that was removing the canary',
    { ...inPhase('removing'), canaryRevision: undefined },
    { act: 'promote' },
  ],
  [
    'so does one with a newer canary',
    { ...inPhase('promoting'), canaryRevision: 'bbbb' },
    { act: 'promote' },
  ],
  ['a failed promotion is tried again', inPhase('promotion-failed'), { act: 'promote' }],
  [
    'a way back goes on to its own end',
    { record: { ...aRecord, phase: 'rolling-back', cause: 'rolled-back', reason: 'slow' } },
    { act: 'take-back', cause: 'rolled-back', reason: 'slow', thenAgain: false },
  ],
  [
    'a newer canary takes the old one back first',
    { ...inPhase('shifting'), canaryRevision: 'bbbb' },
    { act: 'take-back', cause: 'superseded', thenAgain: true },
  ],
  [
    'a lost canary is taken back',
    { ...inPhase('shifting'), canaryRevision: undefined },
    { act: 'take-back', cause: 'aborted', thenAgain: false },
  ],
  [
    'nothing to shift is no success',
    { canaryRevision: undefined },
    { act: 'refused', verdict: 'invalid' },
  ],
  [
    'a promoted revision is settled',
    { canaryRevision: undefined, promoted: 'aaaa' },
    { act: 'settled', verdict: 'promoted' },
  ],
  [
    'so is one whose canary was kept',
    { promoted: 'aaaa' },
    { act: 'settled', verdict: 'promoted' },
  ],
  ['one after a promoted one begins', { promoted: 'bbbb' }, { act: 'shift', from: 0 }],
  ['a rejected revision is refused', { rejected }, { act: 'refused', verdict: 'rolled-back' }],
  ['unless it shall have another chance', { rejected, retry: true }, { act: 'shift', from: 0 }],
  [
    'one after a rejected one begins',
    { rejected: { ...rejected, revision: 'bbbb' } },
    { act: 'shift', from: 0 },
  ],
  [
    'a rejected revision without a canary stays rejected',
    { rejected, canaryRevision: undefined },
    { act: 'refused', verdict: 'rolled-back' },
  ],

  ['promote needs no record', { mode: 'promote' }, { act: 'promote' }],
  [
    'promote works from any weight',
    { mode: 'promote', ...inPhase('at-weight', 5) },
    { act: 'promote' },
  ],
  [
    'promote of a promoted revision is settled',
    { mode: 'promote', canaryRevision: undefined, promoted: 'aaaa' },
    { act: 'settled', verdict: 'promoted' },
  ],
  [
    'promote does not take a newer canary',
    { mode: 'promote', ...inPhase('at-weight'), canaryRevision: 'bbbb' },
    { act: 'take-back', cause: 'superseded' },
  ],

  [
    'abort takes back a step',
    { mode: 'abort', ...inPhase('shifting') },
    { act: 'take-back', cause: 'aborted', thenAgain: false },
  ],
  [
    'abort takes back a promotion',
    { mode: 'abort', ...inPhase('promotion-failed') },
    { act: 'take-back', cause: 'aborted' },
  ],
  [
    'abort takes back a canary that was never shifted',
    { mode: 'abort' },
    { act: 'take-back', cause: 'aborted' },
  ],
  [
    'abort takes back weights without a record',
    { mode: 'abort', canaryRevision: undefined, percent: 5 },
    { act: 'take-back', cause: 'aborted' },
  ],
  [
    'a second abort is settled',
    { mode: 'abort', canaryRevision: undefined },
    { act: 'settled', verdict: 'aborted' },
  ],
  [
    'abort comes too late for a finished promotion',
    { mode: 'abort', ...inPhase('removing') },
    { act: 'refused', verdict: 'held' },
  ],

  [
    'set-weight makes its one step',
    { mode: 'set-weight', steps: someFacts.steps.slice(2, 3) },
    { act: 'shift', from: 0 },
  ],
  [
    'set-weight goes down too',
    { mode: 'set-weight', steps: someFacts.steps.slice(0, 1), ...inPhase('at-weight', 50) },
    { act: 'shift', from: 0 },
  ],
];

describe('decideOpening', () => {
  test.each(cases)('%s', (_, facts, opening) => {
    expect(decideOpening({ ...someFacts, ...facts })).toMatchObject(opening);
  });
});
