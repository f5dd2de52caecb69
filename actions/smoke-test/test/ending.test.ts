import { expect, test } from '@jest/globals';
import { ending, outputNames } from '../src/ending.ts';
import { attempt, round } from './rounds.ts';

const passed = { verdict: 'passed', reason: '' } as const;
const failed = { verdict: 'failed', reason: 'pod web-1 is not ready' } as const;
const diagnosis = {
  object: { apiVersion: 'v1', kind: 'Pod', name: 'web-1', namespace: 'shop' },
  reason: 'Pod web-1 is Running, not ready, with 2 restarts',
  hint: 'Its events and last log lines follow',
  events: ['Warning Unhealthy: Readiness probe failed'],
  containers: [
    {
      pod: 'web-1',
      container: 'app',
      state: 'not ready',
      restarts: 2,
      log: ['no database'],
      previousLog: [],
    },
  ],
};

test('counts are of the last round, quantiles of all that decide', () => {
  const deciding = [1, 2, 3].map((latency) =>
    round({ attempts: [attempt({ latency }), attempt({ latency: latency * 10.04 })] }),
  );
  const result = ending(passed, { stable: true, deciding, streak: 3, rounds: 5 }, []);
  expect(result).toMatchObject(passed);
  expect(Object.keys(result.outputs)).toEqual([...outputNames]);
  expect(result.outputs).toEqual({
    passed: 2,
    failed: 0,
    total: 2,
    'p50-ms': 3,
    'p95-ms': 30.1,
    'p99-ms': 30.1,
  });
  expect(result.report).toMatchObject({ rounds: 5, decidingRounds: 3, latency: { p50Ms: 3 } });
  expect(result.summary.markdown).toContain('| ✅ | health | `pod web-0` | 3 ms |');
  expect(result.summary.markdown).toContain('The last of 3 good rounds.');
});

test('a failure shows every check, what is wrong with the pods, and why', () => {
  const unanswered = {
    check: 'health',
    place: 'pod web-1',
    problems: ['no | answer'],
    unreachable: true,
  };
  const last = round({
    attempts: [attempt(), unanswered],
    problems: ['pod web-1 is not ready'],
    wrongImages: ['pod web-0 runs web:v1, not web:v2'],
  });
  const outcome = { stable: false, deciding: [last], streak: 0, rounds: 4 };
  const { outputs, report, summary } = ending(failed, outcome, [diagnosis]);
  expect(outputs).toMatchObject({ passed: 1, failed: 1, total: 2, 'p50-ms': 4 });
  expect(report).toMatchObject({
    checks: [
      { check: 'health', passed: true, latencyMs: 4 },
      { check: 'health', passed: false, latencyMs: null, problems: ['no | answer'] },
    ],
    problems: ['pod web-1 is not ready', 'pod web-0 runs web:v1, not web:v2'],
    diagnoses: [diagnosis],
  });
  for (const shown of [
    '| ❌ | health | `pod web-1` | – | no \\| answer |',
    'pod web-1 is not ready',
    'pod web-0 runs web:v1, not web:v2',
    'The last bad round.',
    'Warning Unhealthy: Readiness probe failed',
    'no database',
  ]) {
    expect(summary.markdown).toContain(shown);
  }
});

test('without any round nothing is counted and nothing is shown', () => {
  const outcome = { stable: false, deciding: [], streak: 0, rounds: 0 };
  const { outputs, report, summary } = ending(failed, outcome, []);
  expect(outputs).toEqual({
    passed: 0,
    failed: 0,
    total: 0,
    'p50-ms': '',
    'p95-ms': '',
    'p99-ms': '',
  });
  expect(report).toMatchObject({ checks: [], latency: { p50Ms: null } });
  expect(summary.markdown).toBe('');
});
