import { describe, expect, test } from '@jest/globals';
import type { ProbeResult } from '@kube-delivery/shared/http/probe';
import type { Threshold } from '@kube-delivery/shared/metrics/threshold';
import { ProbeTally } from '../src/probe-tally.ts';
import { findingsOf, surelyBroken } from '../src/step-findings.ts';

const successRate: Threshold = { comparison: '>=', bound: 99.5, quantity: 'percent' };
const latencyP99: Threshold = { comparison: '<=', bound: 400, quantity: 'duration' };
const nothing = {
  criteria: { successRate: undefined, latencyP99: undefined, latencyP95: undefined, queries: [] },
};
const rate = { criteria: { ...nothing.criteria, successRate } };

function answer(version: string | undefined, status = 200): ProbeResult {
  return { status, error: undefined, latency: 50, version };
}

const reset: ProbeResult = { status: undefined, error: 'reset', latency: 5, version: undefined };

function tallyOf(...results: readonly (readonly [number, ProbeResult])[]): ProbeTally {
  const tally = new ProbeTally({ stable: '1', canary: '2' });
  for (const [times, result] of results) {
    for (let time = 0; time < times; time += 1) tally.add(result);
  }
  return tally;
}

describe('a tally', () => {
  const tally = tallyOf(
    [5, answer('1')],
    [1, answer('1', 500)],
    [3, answer('2')],
    [1, answer('2', 503)],
    [2, answer(undefined, 500)],
    [1, reset],
    [1, answer('3')],
  );

  test('counts by side, and what failed without a side against the canary', () => {
    expect(tally.sides).toEqual({ stable: 6, canary: 4, unknown: 4 });
    expect(tally.canary).toEqual({ requests: 7, errors: 4 });
    expect(tally.failed).toBe(5);
    expect(tally.latencies).toHaveLength(4);
    expect(tally.describeFailures()).toBe('3 × status 500, 1 × status 503, 1 × reset');
  });
});

describe('findingsOf', () => {
  const values = [{ name: 'latency p99', threshold: latencyP99, reading: { value: 900 } }];
  const healthy = tallyOf([80, answer('1')], [20, answer('2')]);
  const oneFailed = tallyOf([80, answer('1')], [19, answer('2')], [1, answer(undefined, 500)]);

  test.each([
    ['nothing measured', nothing, { counts: undefined, values: [], tally: undefined }, []],
    [
      'a failed probe without a bound',
      nothing,
      { counts: undefined, values: [], tally: oneFailed },
      [['failed probes', 'broken']],
    ],
    [
      'a failed probe of few, with a bound',
      rate,
      { counts: undefined, values: [], tally: oneFailed },
      [['success rate of probes', 'broken']],
    ],
    [
      'a failed probe of few beside good counters',
      rate,
      { counts: { requests: 5000, errors: 1 }, values: [], tally: oneFailed },
      [
        ['success rate', 'kept'],
        ['success rate of probes', 'kept'],
      ],
    ],
    [
      'no counters yet',
      rate,
      { counts: { missing: 'no series matched' }, values: [], tally: healthy },
      [
        ['success rate', 'inconclusive'],
        ['success rate of probes', 'kept'],
      ],
    ],
    [
      'a latency of Prometheus',
      { criteria: { ...nothing.criteria, latencyP99 } },
      { counts: { requests: 10, errors: 0 }, values, tally: undefined },
      [['latency p99', 'broken']],
    ],
    [
      'a latency of probes',
      { criteria: { ...nothing.criteria, latencyP99 } },
      { counts: undefined, values: [], tally: healthy },
      [
        ['failed probes', 'kept'],
        ['latency p99 of probes', 'kept'],
      ],
    ],
  ])('%s', (_, inputs, evidence, expected) => {
    expect(findingsOf(inputs, evidence).map(({ name, state }) => [name, state])).toEqual(expected);
  });
});

describe('surelyBroken', () => {
  const failing = tallyOf([10, answer('2')], [10, answer('2', 500)]);
  test.each([
    ['a failed probe where none may fail', nothing, undefined, failing, true],
    ['half of the probes', rate, undefined, failing, true],
    ['half of the counted requests', rate, { requests: 100, errors: 50 }, undefined, true],
    ['one of a hundred', rate, { requests: 100, errors: 1 }, undefined, false],
    ['no counters', rate, { missing: 'no data' }, undefined, false],
    ['nothing at all', nothing, undefined, undefined, false],
  ])('%s', (_, inputs, counts, tally, expected) => {
    expect(surelyBroken(inputs, { counts, values: [], tally }) !== undefined).toBe(expected);
  });
});
