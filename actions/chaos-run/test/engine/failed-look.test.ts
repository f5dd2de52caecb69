import { expect, test } from '@jest/globals';
import type { Json } from '@kube-delivery/shared/json/json';
import { failedLook } from '../../src/engine/failed-look.ts';
import type { ActivityRun } from '../../src/journal/journal.ts';

const answer = { status: 503, headers: {}, body: 'sorry' };

function entry(tolerance: Json, output: Json, parts: Partial<ActivityRun> = {}): ActivityRun {
  const activity = { type: 'probe', name: 'web', tolerance };
  return { activity, output, start: '2026-01-01T00:00:00+00:00', status: 'succeeded', ...parts };
}

test.each<[Json, Json, string]>([
  [true, null, '"web" gave null, which its tolerance true does not allow'],
  [200, answer, '"web" gave 503, which its tolerance 200 does not allow'],
  [[200, 204], answer, '"web" gave 503, which its tolerance [200,204] does not allow'],
  [
    { type: 'regex', target: 'body', pattern: '^ok$' },
    answer,
    '"web" gave "sorry", which its tolerance {"type":"regex","target":"body","pattern":"^ok$"} does not allow',
  ],
  ['ok', answer, `"web" gave ${JSON.stringify(answer)}, which its tolerance "ok" does not allow`],
  [
    'ok',
    'x'.repeat(200),
    `"web" gave "${'x'.repeat(99)}…, which its tolerance "ok" does not allow`,
  ],
])('tolerance %j of %j', (tolerance, output, clause) => {
  expect(failedLook({ steady_state_met: false, probes: [entry(tolerance, output)] })).toBe(clause);
});

test('a probe that failed or was cut short says so', () => {
  const exception = ['chaoslib.exceptions.ActivityFailed: refused\n'];
  const failed = entry(true, null, { status: 'failed', exception });
  expect(failedLook({ steady_state_met: false, probes: [failed] })).toBe('"web" failed: refused');
  const { status, ...cut } = entry(true, null);
  expect(status).toBe('succeeded');
  expect(failedLook({ steady_state_met: null, probes: [cut] })).toBe('"web" was cut short');
});

test('a probe of our own says itself why it did not pass', () => {
  const provider = { type: 'python', module: 'kube_delivery.probes', func: 'check' };
  const activity = { type: 'probe', name: 'web', provider, tolerance: true };
  const output = { passed: false, reason: 'answered 503', latency_ms: 3, asked: 1 };
  const told = (given: Json): string =>
    failedLook({ steady_state_met: false, probes: [entry(true, given, { activity })] });
  expect(told(output)).toBe('"web" failed: answered 503');
  expect(told({ passed: false })).toContain('gave {"passed":false}');
});
