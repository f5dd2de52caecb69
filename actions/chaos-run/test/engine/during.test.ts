import { expect, test } from '@jest/globals';
import { ActivityCrashedError } from '../../src/activity-failed.ts';
import { activity, taking, tell } from './scripted-run.ts';
import type { Script } from './scripted-run.ts';

const during = { hypothesisStrategy: 'during-method-only' } as const;
const method = [activity('action', 'act'), activity('action', 'more')];
const acts = { act: taking(3500), more: taking(1000) };

/** A probe whose looks with these counts fail. */
function failingAt(...counts: readonly number[]): Script {
  return ({ count }) => !counts.includes(count);
}

test('the hypothesis is asked at once and then every so often, until the method is through', async () => {
  const { journal } = await tell({ run: during, experiment: { method }, scripts: acts });
  const starts = journal.steady_states.during.map((state) => state.probes[0]?.start.slice(17, 19));
  expect(starts).toEqual(['00', '01', '02', '03', '04']);
});

test('the pause between two looks does not count what a look takes', async () => {
  const { journal } = await tell({
    run: { ...during, frequency: 500 },
    scripts: { act: taking(2800), steady: taking(1000) },
  });
  expect(journal.steady_states.during).toHaveLength(2);
});

test('a look that fails is a deviation, but not for Chaos Toolkit', async () => {
  const scripts = { ...acts, steady: failingAt(2) };
  const strict = await tell({ run: during, experiment: { method }, scripts });
  expect(strict.journal).toMatchObject({ status: 'completed', deviated: true });
  expect(strict.journal.run).toHaveLength(2);
  const run = { ...during, compat: 'chaostoolkit' } as const;
  const compat = await tell({ run, experiment: { method }, scripts });
  expect(compat.journal).toMatchObject({ status: 'completed', deviated: false });
});

test('with fail-fast it ends the method at once, for Chaos Toolkit after the running activity', async () => {
  const scripts = { ...acts, steady: failingAt(2) };
  const strict = await tell({
    run: { ...during, failFast: true },
    experiment: { method },
    scripts,
  });
  expect(strict.journal).toMatchObject({ status: 'failed', deviated: true });
  expect(strict.journal.run).toMatchObject([{ duration: 1 }]);
  expect(strict.result.abortReason).toBeUndefined();
  expect(strict.played.slice(-3)).toEqual(['restore', 'take back', 'steady']);
  const run = { ...during, failFast: true, compat: 'chaostoolkit' } as const;
  const compat = await tell({ run, experiment: { method }, scripts });
  expect(compat.journal).toMatchObject({ status: 'failed', deviated: false });
  expect(compat.journal.run).toMatchObject([{ duration: 3.5, status: 'succeeded' }]);
  expect(compat.journal.steady_states.during).toHaveLength(2);
});

test('as in Chaos Toolkit, a look after the method says anew whether it failed', async () => {
  const { journal } = await tell({
    run: { hypothesisStrategy: 'continuously', failFast: true, compat: 'chaostoolkit' },
    experiment: { method },
    scripts: { ...acts, steady: failingAt(2, 3) },
  });
  expect(journal).toMatchObject({ status: 'completed', deviated: true });
});

test('so many failures in a row abort, whatever the strategy is', async () => {
  const { journal, played, result } = await tell({
    run: { abortOn: { hypothesisFailures: 2 } },
    experiment: { method },
    scripts: { ...acts, steady: failingAt(3, 5, 6) },
  });
  expect(result.abortReason).toMatch(
    /^the hypothesis failed 2 times in a row: "steady" gave false/,
  );
  expect(journal).toMatchObject({ status: 'aborted', deviated: false });
  expect(journal.run).toHaveLength(2);
  expect(journal.run[1]).not.toHaveProperty('status');
  expect(journal.steady_states.after).toBeNull();
  expect(played.slice(-3)).toEqual(['restore', 'take back', 'steady']);
  expect(result.recovery).toMatchObject({ recovered: true });
});

test('max-duration ends the method and what runs in the background', async () => {
  const { journal, result } = await tell({
    run: { abortOn: { maxDuration: 2000 } },
    experiment: { method: [activity('action', 'act', { background: true }), ...method.slice(1)] },
    scripts: acts,
  });
  expect(result.abortReason).toBe('the method was not through within max-duration 2s');
  expect(journal.run).toMatchObject([{ duration: 2 }, { duration: 1, status: 'succeeded' }]);
  expect(journal.run[0]).not.toHaveProperty('status');
  expect(journal.status).toBe('aborted');
});

test('too few ready pods end the method; a count that fails is only told', async () => {
  const counts = [3, new Error('the API server is away'), undefined, 1];
  const { result, warnings } = await tell({
    run: { abortOn: { readyPodsBelow: 2 } },
    experiment: { method },
    scripts: acts,
    world: {
      readyPods: () => {
        const next = counts.shift();
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
      },
    },
  });
  expect(result.abortReason).toBe('ready pods behind the target: 1, fewer than 2');
  expect(warnings).toEqual([
    'The ready pods cannot be counted for abort-on: the API server is away',
  ]);
});

test('a probe that crashes during the method aborts it in Chaos Toolkit', async () => {
  const { journal, result } = await tell({
    run: { ...during, compat: 'chaostoolkit' },
    experiment: { method },
    scripts: {
      ...acts,
      steady: ({ count }) => {
        if (count === 2) throw new ActivityCrashedError('no key');
        return true;
      },
    },
  });
  expect(journal.status).toBe('aborted');
  expect(journal.run).toHaveLength(1);
  expect(journal.steady_states.during).toHaveLength(1);
  expect(result).toMatchObject({ abortReason: 'no key', crashed: undefined });
});

test('the short form asks chosen probes during the method', async () => {
  const duringProbes = [activity('probe', 'quick', { tolerance: true })];
  const experiment = { method, duringProbes };
  const { journal } = await tell({ experiment, scripts: { ...acts, quick: failingAt(1) } });
  const asked = journal.steady_states.during.map((state) => state.probes[0]?.activity.name);
  expect(asked).toEqual(['quick', 'quick', 'quick', 'quick', 'quick']);
  expect(journal.deviated).toBe(true);
  const before = await tell({ experiment, run: { hypothesisStrategy: 'before-method-only' } });
  expect(before.journal.steady_states.during).toEqual([]);
});

test('the timeline tells the turns of the hypothesis, not every look', async () => {
  const { result } = await tell({
    run: during,
    experiment: { method },
    scripts: { ...acts, steady: failingAt(2, 3) },
  });
  const told = result.timeline.map(({ at, text, good }) => [at, text, good]);
  expect(told).toEqual([
    [0, 'during the method: holds', true],
    [
      1000,
      'during the method: "steady" gave false, which its tolerance true does not allow',
      false,
    ],
    [3000, 'during the method: holds', true],
    [3500, 'act', true],
    [4500, 'more', true],
    [4500, 'restore', true],
    [4500, 'holds again after 0 s', true],
    [4500, 'deviated', false],
  ]);
});
