import { expect, test } from '@jest/globals';
import {
  InputError,
  InterruptedError,
  PreconditionError,
  VerdictError,
} from '@kube-delivery/shared/action/errors';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import type { Judgement } from '../src/engine/judge.ts';
import { gravest } from '../src/gravest.ts';
import { rowEnding } from '../src/row-ending.ts';
import { rowFailureOf } from '../src/row-failure.ts';
import { samplePlayed } from './report/sample-played.ts';

type Played = ReturnType<typeof samplePlayed>;

/** An experiment of the file `<verdict>.yaml` with this verdict. */
function ended(verdict: Judgement['verdict']): Played {
  const succeeds = verdict === 'passed' || verdict === 'planned';
  return samplePlayed({
    judgement: { verdict, reason: `it is ${verdict}`, succeeds },
    experiment: { file: `${verdict}.yaml` },
  });
}

const { signal } = new AbortController();
const { log } = quietContext();
const wrong = { input: 'experiment', message: 'b.yaml:3: no', file: 'b.yaml', line: 3 };

test.each<[string, Error, Judgement['verdict'][], string, string]>([
  [
    'wrong values after a deviation',
    new InputError([wrong]),
    ['passed', 'deviated'],
    'deviated',
    'it is deviated; b.yaml did not begin: experiment: b.yaml:3: no',
  ],
  [
    'a held lock after a failed action',
    new VerdictError('no-effect', 'the lock is held', { hint: 'wait' }),
    ['action-failed'],
    'action-failed',
    'it is action-failed; b.yaml did not begin: the lock is held',
  ],
  [
    'a held lock after a pass',
    new VerdictError('no-effect', 'the lock is held', { hint: 'wait' }),
    ['passed'],
    'no-effect',
    'b.yaml did not begin: the lock is held',
  ],
  [
    'a lost connection after a gate',
    new PreconditionError('the API server is gone'),
    ['gate-failed', 'passed'],
    'no-effect',
    'b.yaml did not begin: the API server is gone; gate-failed.yaml had ended with gate-failed: it is gate-failed',
  ],
  [
    'wrong values after a gate',
    new InputError([wrong]),
    ['gate-failed'],
    'invalid',
    'b.yaml did not begin: experiment: b.yaml:3: no; gate-failed.yaml had ended with gate-failed: it is gate-failed',
  ],
  [
    'a fault of the program after a deviation',
    new TypeError('undefined is no function'),
    ['deviated'],
    'error',
    'b.yaml broke off: unexpected error: undefined is no function; deviated.yaml had ended with deviated: it is deviated',
  ],
])('%s: the gravest counts, and both are told', (_, thrown, verdicts, verdict, reason) => {
  const failure = rowFailureOf(thrown, 'b.yaml', { log, signal });
  const ending = rowEnding(verdicts.map(ended), failure);
  expect(ending).toMatchObject({ verdict, reason, succeeds: false });
});

test('a cancelled job is the gravest', () => {
  const failure = rowFailureOf(new Error('stop'), 'b.yaml', {
    log,
    signal: AbortSignal.abort(new InterruptedError('SIGTERM')),
  });
  expect(rowEnding([ended('deviated')], failure)).toMatchObject({ verdict: 'interrupted' });
});

test('wrong values keep their places, and a hint goes with its verdict', () => {
  const invalid = rowFailureOf(new InputError([wrong]), 'b.yaml', { log, signal });
  expect(invalid.problems).toEqual([wrong]);
  const held = new VerdictError('no-effect', 'the lock is held', { hint: 'wait' });
  const failure = rowFailureOf(held, 'b.yaml', { log, signal });
  expect(failure.problems).toEqual([]);
  expect(rowEnding([ended('passed')], failure).hint).toBe('wait');
  expect(rowEnding([ended('deviated')], failure).hint).toBeUndefined();
});

test('a row that ran to its end has the gravest verdict, and a reason unless it is good', () => {
  const row = [ended('passed'), ended('gate-failed'), ended('no-effect'), ended('planned')];
  expect(gravest(row).judgement.verdict).toBe('no-effect');
  expect(rowEnding(row, undefined)).toEqual({
    verdict: 'no-effect',
    reason: 'it is no-effect',
    succeeds: false,
  });
  expect(rowEnding([ended('passed')], undefined)).toEqual({
    verdict: 'passed',
    reason: '',
    succeeds: true,
  });
});
