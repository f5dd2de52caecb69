import { expect, test } from '@jest/globals';
import { ActivityCrashedError, ActivityFailedError } from '../../src/activity-failed.ts';
import { activity, taking, tell } from './scripted-run.ts';

const failing = (): never => {
  throw new ActivityFailedError('the door is shut');
};
const crashing = (): never => {
  throw new ActivityCrashedError('a list has no name');
};

test('gate, method, look after, rollbacks, undo and recovery in this order', async () => {
  const { journal, played, result } = await tell();
  expect(played).toEqual(['steady', 'act', 'steady', 'restore', 'take back', 'steady']);
  expect(journal).toMatchObject({ status: 'completed', deviated: false });
  expect(journal.steady_states.before?.steady_state_met).toBe(true);
  expect(journal.steady_states.after?.probes[0]).toMatchObject({ tolerance_met: true });
  expect(journal.run).toMatchObject([{ status: 'succeeded', output: true, duration: 0 }]);
  expect(journal.rollbacks).toMatchObject([{ status: 'succeeded' }]);
  expect(result.recovery).toEqual({ recovered: true, seconds: 0 });
});

test('the journal has the keys of Chaos Toolkit in its order, and times as Python writes them', async () => {
  const { journal } = await tell({
    run: { compat: 'chaostoolkit', scope: { configuration: { who: 'us' }, secrets: {} } },
    experiment: { title: 'for ${who}', document: { title: 'for ${who}', method: [] } },
    scripts: { act: taking(1500) },
  });
  expect(Object.keys(journal)).toEqual([
    'chaoslib-version',
    'platform',
    'node',
    'experiment',
    'start',
    'status',
    'deviated',
    'steady_states',
    'run',
    'rollbacks',
    'end',
    'duration',
    'x-kube-delivery',
  ]);
  expect(journal.experiment).toEqual({ title: 'for us', method: [], dry: null });
  expect(Object.keys(journal.run[0] ?? {})).toEqual([
    'activity',
    'output',
    'start',
    'status',
    'end',
    'duration',
  ]);
  expect(journal).toMatchObject({ start: '2026-01-01T00:00:00+00:00', duration: 1.5 });
  expect(journal.end).toBe('2026-01-01T00:00:01.500000+00:00');
});

test('a gate that does not hold ends a strict run at once', async () => {
  const { journal, played, result } = await tell({ scripts: { steady: () => false } });
  expect(played).toEqual(['steady']);
  expect(journal.steady_states.before?.steady_state_met).toBe(false);
  expect(journal).toMatchObject({ status: 'completed', run: [], rollbacks: [], deviated: false });
  expect(result).toMatchObject({ methodBegan: false, recovery: undefined });
});

test('a system that was just mended is given time to come back before the method', async () => {
  const comesBack = ({ count }: { readonly count: number }): boolean => count >= 3;
  const patient = await tell({ run: { gatePatience: 5000 }, scripts: { steady: comesBack } });
  expect(patient.journal.run).toHaveLength(1);
  const impatient = await tell({ run: { gatePatience: 1500 }, scripts: { steady: comesBack } });
  expect(impatient.journal.run).toHaveLength(0);
});

test('as Chaos Toolkit, the rollbacks are played after a gate out of tolerance, not after one that failed', async () => {
  const run = { compat: 'chaostoolkit', rollbackStrategy: 'default' } as const;
  const out = await tell({ run, scripts: { steady: () => false } });
  expect(out.played).toEqual(['steady', 'restore']);
  expect(out.journal.status).toBe('completed');
  const failed = await tell({ run, scripts: { steady: failing } });
  expect(failed.played).toEqual(['steady']);
  expect(failed.journal.status).toBe('failed');
  expect(failed.journal.steady_states.before?.probes[0]?.exception).toEqual([
    'chaoslib.exceptions.ActivityFailed: the door is shut\n',
  ]);
});

test('an action that fails is in the journal, and the method goes on', async () => {
  const method = [activity('action', 'act'), activity('probe', 'look')];
  const { journal, played } = await tell({ experiment: { method }, scripts: { act: failing } });
  expect(played.slice(0, 4)).toEqual(['steady', 'act', 'look', 'steady']);
  expect(journal.status).toBe('completed');
  expect(journal.run).toMatchObject([{ status: 'failed', output: null }, { status: 'succeeded' }]);
});

test('what crashes is a failed activity, and for Chaos Toolkit the end of the method', async () => {
  const method = [activity('action', 'act'), activity('probe', 'look')];
  const strict = await tell({ experiment: { method }, scripts: { act: crashing } });
  expect(strict.journal.run).toMatchObject([
    { status: 'failed', exception: ['chaoslib.exceptions.ActivityFailed: a list has no name\n'] },
    { status: 'succeeded' },
  ]);
  const compat = await tell({
    experiment: { method },
    scripts: { act: crashing },
    run: { compat: 'chaostoolkit', rollbackStrategy: 'default' },
  });
  expect(compat.played).toEqual(['steady', 'act', 'restore', 'take back']);
  expect(compat.journal.status).toBe('aborted');
  expect(compat.journal.run).toHaveLength(1);
  expect(compat.journal.run[0]).not.toHaveProperty('status');
  expect(compat.journal.run[0]).toHaveProperty('end');
  expect(compat.result).toMatchObject({ abortReason: 'a list has no name', crashed: undefined });
});

test('a tolerance that cannot be checked fails its probe, and Chaos Toolkit dies of it', async () => {
  const probes = [activity('probe', 'steady', { tolerance: [1, 5] })];
  const story = {
    experiment: { hypothesis: { title: 'a range', probes } },
    scripts: { steady: () => 'three' },
  };
  const strict = await tell(story);
  expect(strict.journal.steady_states.before?.probes).toMatchObject([
    { status: 'failed', output: 'three', tolerance_met: false },
  ]);
  expect(strict.journal.status).toBe('failed');
  const compat = await tell({ ...story, run: { compat: 'chaostoolkit' } });
  expect(compat.result.crashed).toContain('a tolerance of two values is a range');
  expect(compat.journal.steady_states.before).toBeNull();
});

test('what broke after the method was begun is taken back even where Chaos Toolkit dies', async () => {
  const { played, result } = await tell({
    run: { compat: 'chaostoolkit' },
    scripts: { steady: ({ count }) => (count === 1 ? true : crashing()) },
  });
  expect(played).toEqual(['steady', 'act', 'steady', 'take back']);
  expect(result.crashed).toBe('a list has no name');
});

test('a look after the method that does not hold is a deviation', async () => {
  const scripts = { steady: ({ count }: { count: number }) => count !== 2 };
  const { journal, result } = await tell({ scripts });
  expect(journal).toMatchObject({ status: 'completed', deviated: true });
  expect(result.recovery).toEqual({ recovered: true, seconds: 0 });
});

test.each([
  ['default', ['before', 'after']],
  ['before-method-only', ['before']],
  ['after-method-only', ['after']],
  ['during-method-only', ['during']],
  ['continuously', ['before', 'after', 'during']],
] as const)('the strategy %s asks %j', async (hypothesisStrategy, when) => {
  const { journal } = await tell({ run: { hypothesisStrategy, compat: 'chaostoolkit' } });
  const { before, after, during } = journal.steady_states;
  const asked = [before && 'before', after && 'after', during.length > 0 && 'during'];
  expect(asked.filter(Boolean)).toEqual(when);
});

test('without a hypothesis there is only the method and the way back', async () => {
  const { journal, played, result } = await tell({ experiment: { hypothesis: undefined } });
  expect(played).toEqual(['act', 'restore', 'take back']);
  expect(journal.steady_states).toEqual({ before: null, after: null, during: [] });
  expect(result.recovery).toBeUndefined();
});

test('the journal is flushed while things happen', async () => {
  const { flushes } = await tell();
  const states = flushes.map(({ run, rollbacks, status, steady_states: { before, after } }) => [
    before?.probes.length ?? 0,
    run.length,
    after?.probes.length ?? 0,
    rollbacks.length,
    status,
  ]);
  expect(states[0]).toEqual([0, 0, 0, 0, null]);
  expect(states).toContainEqual([1, 0, 0, 0, null]);
  expect(states).toContainEqual([1, 1, 0, 0, null]);
  expect(states).toContainEqual([1, 1, 1, 0, null]);
  expect(states).toContainEqual([1, 1, 1, 1, null]);
  expect(states.at(-1)).toEqual([1, 1, 1, 1, 'completed']);
});
