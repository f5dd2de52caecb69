import { describe, expect, test } from '@jest/globals';
import type { Threshold } from '@kube-delivery/shared/metrics/threshold';
import { isSurelyBroken, judge, judgeSuccessRate, judgeValue } from '../src/judgement.ts';
import type { Finding } from '../src/judgement.ts';

const rate: Threshold = { comparison: '>=', bound: 99.5, quantity: 'percent' };
const latency: Threshold = { comparison: '<=', bound: 400, quantity: 'duration' };

test.each([
  [{ value: 212 }, '212ms', 'kept'],
  [{ value: 1200 }, '1.2s', 'broken'],
  [{ missing: 'no series matched' }, 'no data: no series matched', 'inconclusive'],
])('a latency of %j', (reading, shown, state) => {
  expect(judgeValue('p99', latency, reading)).toEqual({
    name: 'p99',
    shown,
    wanted: '<= 400ms',
    state,
  });
});

test.each([
  [1000, 0, '100% (0 of 1000 failed)', 'kept'],
  [1000, 5, '99.5% (5 of 1000 failed)', 'kept'],
  [1000, 6, '99.4% (6 of 1000 failed)', 'broken'],
  [0, 0, 'no data: no request was seen', 'inconclusive'],
])('%s requests with %s errors', (requests, errors, shown, state) => {
  expect(judgeSuccessRate('success rate', rate, { requests, errors })).toMatchObject({
    shown,
    state,
  });
});

test.each([
  [0, 0, false],
  [1, 1, false],
  [2, 2, true],
  [20, 1, false],
  [200, 1, false],
  [20, 4, true],
  [1000, 10, false],
  [1000, 30, true],
])('%s requests with %s errors are surely broken: %s', (requests, errors, broken) => {
  expect(isSurelyBroken(rate, { requests, errors })).toBe(broken);
});

describe('judge', () => {
  const finding = (state: Finding['state']): Finding => ({
    name: 'p99',
    shown: '1s',
    wanted: '<= 400ms',
    state,
  });
  test.each([
    ['all kept', [finding('kept'), finding('kept')], 10, 5, 'pass', ''],
    ['nothing asked', [], 0, 0, 'pass', ''],
    [
      'one broken',
      [finding('kept'), finding('broken')],
      10,
      5,
      'fail',
      'p99 is 1s, wanted <= 400ms',
    ],
    [
      'one without data',
      [finding('kept'), finding('inconclusive')],
      10,
      5,
      'inconclusive',
      'p99 is 1s, wanted <= 400ms',
    ],
    [
      'one broken, one without data',
      [finding('inconclusive'), finding('broken')],
      10,
      5,
      'fail',
      'p99 is 1s, wanted <= 400ms',
    ],
    [
      'too few requests',
      [finding('kept')],
      4,
      5,
      'inconclusive',
      'the canary had 4 requests and 5 are needed for a verdict',
    ],
    [
      'too few requests, and broken',
      [finding('broken')],
      4,
      5,
      'fail',
      'p99 is 1s, wanted <= 400ms',
    ],
  ] as const)('%s', (_, findings, requests, minRequests, outcome, reason) => {
    expect(judge(findings, requests, minRequests)).toEqual({ outcome, reason });
  });
});
