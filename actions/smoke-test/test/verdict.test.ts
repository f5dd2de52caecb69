import { expect, test } from '@jest/globals';
import { judge } from '../src/verdict.ts';
import type { Outcome } from '../src/until-stable.ts';
import { attempt, badRound, round } from './rounds.ts';

const silent = attempt({ problems: ['connection refused'], unreachable: true });
const wrong = attempt({
  place: 'pod web-1',
  problems: ['status is 500, not 2xx', 'body is empty'],
});
const bad: Pick<Outcome, 'stable' | 'streak' | 'rounds'> = { stable: false, streak: 0, rounds: 9 };

test('a pass has no reason', () => {
  const outcome = { stable: true, deciding: [round(), round()], streak: 2, rounds: 2 };
  expect(judge(outcome, 2)).toEqual({ verdict: 'passed', reason: '' });
});

test.each([
  [
    'one of several answers is wrong',
    round({ attempts: [attempt(), wrong] }),
    'failed',
    'health at pod web-1: status is 500, not 2xx; body is empty',
  ],
  [
    'one of several does not answer',
    round({ attempts: [silent, attempt()] }),
    'failed',
    'health at pod web-0: connection refused',
  ],
  [
    'nobody answers',
    round({ attempts: [silent, silent] }),
    'unreachable',
    'health at pod web-0: connection refused (and 1 more)',
  ],
  [
    'nobody is there',
    round({ attempts: [], problems: ['no pod stands behind deployment/web'], nobodyThere: true }),
    'unreachable',
    'no pod stands behind deployment/web',
  ],
  [
    'a pod is not ready',
    round({ attempts: [], problems: ['pod web-0 is not ready'] }),
    'failed',
    'pod web-0 is not ready',
  ],
  [
    'another image answers, and wrongly',
    round({ attempts: [wrong], wrongImages: ['pod web-1 runs web:v1, not web:v2'] }),
    'wrong-version',
    'pod web-1 runs web:v1, not web:v2 (and 1 more)',
  ],
])('%s', (_, last, verdict, reason) => {
  const judgement = judge({ ...bad, deciding: [last] }, 3);
  expect(judgement).toMatchObject({ verdict, reason });
  expect(judgement.hint).toMatch(/^[A-Z].{10}/);
});

test.each([
  [[round()], 1, 'wait-for was over after 1 of 3 good rounds in a row'],
  [
    [badRound('no answer within 1s')],
    2,
    'wait-for was over after 2 of 3 good rounds in a row; before them: health at pod web-0: no answer within 1s',
  ],
])('good at last, but for too short a time', (deciding, streak, reason) => {
  const judgement = judge({ ...bad, deciding, streak }, 3);
  expect(judgement).toMatchObject({ verdict: 'failed', reason });
  expect(judgement.hint).toContain('wait-for');
});
