import { expect, test } from '@jest/globals';
import { ActivityFailedError } from '../../src/activity-failed.ts';
import { playsRollbacks } from '../../src/engine/plays-rollbacks.ts';
import { activity, taking, tell } from './scripted-run.ts';
import type { Script } from './scripted-run.ts';

const good = { status: null, deviated: false, methodBegan: true, isStrict: true } as const;

test.each([
  ['always', good, true],
  ['always', { ...good, status: 'interrupted' }, true],
  ['always', { ...good, methodBegan: false }, false],
  ['always', { ...good, methodBegan: false, isStrict: false }, true],
  ['never', good, false],
  ['never', { ...good, deviated: true }, false],
  ['deviated', good, false],
  ['deviated', { ...good, deviated: true }, true],
  ['default', good, true],
  ['default', { ...good, status: 'completed' }, true],
  ['default', { ...good, status: 'aborted' }, true],
  ['default', { ...good, status: 'failed' }, false],
  ['default', { ...good, status: 'interrupted' }, false],
] as const)('the strategy %s with %j plays rollbacks: %p', (strategy, facts, plays) => {
  expect(playsRollbacks({ strategy, ...facts })).toBe(plays);
});

const interrupting: Script = async ({ clock, interrupt, signal }) => {
  await clock.sleep(1000, signal);
  interrupt();
  signal.throwIfAborted();
  return 'never seen';
};

test('a cancelled job takes the faults back first, and then plays the rollbacks without pauses', async () => {
  const { clock, journal, played, result } = await tell({
    experiment: {
      method: [activity('action', 'act', { pauses: { after: 60 } }), activity('action', 'more')],
      rollbacks: [activity('action', 'restore', { pauses: { before: 60, after: 60 } })],
    },
    scripts: { act: interrupting },
  });
  expect(played).toEqual(['steady', 'act', 'take back', 'restore']);
  expect(clock.elapsed()).toBe(1000);
  expect(journal).toMatchObject({ status: 'interrupted', deviated: false });
  expect(journal.run).toMatchObject([{ output: null, duration: 1 }]);
  expect(journal.run[0]).not.toHaveProperty('status');
  expect(journal.rollbacks).toMatchObject([{ status: 'succeeded' }]);
  expect(journal.steady_states.after).toBeNull();
  expect(result).toMatchObject({ recovery: undefined, abortReason: undefined });
});

test('Chaos Toolkit plays rollbacks of a cancelled job only with always; faults are taken back anyway', async () => {
  const scripts = { act: interrupting };
  const byDefault = { compat: 'chaostoolkit', rollbackStrategy: 'default' } as const;
  expect((await tell({ scripts, run: byDefault })).played.slice(2)).toEqual(['take back']);
  const always = { compat: 'chaostoolkit', rollbackStrategy: 'always' } as const;
  expect((await tell({ scripts, run: always })).played.slice(2)).toEqual(['take back', 'restore']);
});

test('the way back of a cancelled job is over after 4.5 seconds', async () => {
  const { clock, journal, result } = await tell({
    scripts: { act: interrupting, restore: taking(60_000) },
    world: {
      takeBack: (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    },
  });
  expect(clock.elapsed()).toBe(5500);
  expect(journal.rollbacks).toEqual([]);
  expect(result.undo).toEqual([
    {
      title: 'take back the recorded faults',
      namespace: undefined,
      outcome: 'failed',
      reason: 'the way back was not done within 4.5s',
    },
  ]);
});

test('a job that is cancelled in a pause or at the gate is interrupted as well', async () => {
  const method = [activity('action', 'act', { pauses: { before: 60 } })];
  const paused = await tell({
    experiment: { method: [activity('action', 'cancel', { background: true }), ...method] },
    scripts: { cancel: interrupting },
  });
  expect(paused.journal.run.map((run) => run.activity.name)).toEqual(['cancel']);
  expect(paused.journal.status).toBe('interrupted');
  const gate = await tell({ scripts: { steady: interrupting } });
  expect(gate.played).toEqual(['steady']);
  expect(gate.journal).toMatchObject({ status: 'interrupted', steady_states: { before: null } });
  expect(gate.result.methodBegan).toBe(false);
});

test('rollbacks that are cut short are played again and to the end, after the faults were taken back', async () => {
  const rollbacks = ['first', 'second', 'third'].map((name) => activity('action', name));
  const second: Script = (call) => (call.count === 1 ? interrupting(call) : true);
  const strict = await tell({ experiment: { rollbacks }, scripts: { second } });
  expect(strict.played.slice(3)).toEqual(['first', 'second', 'take back', 'second', 'third']);
  expect(strict.journal.rollbacks.map((run) => run.status)).toEqual([
    'succeeded',
    undefined,
    'succeeded',
    'succeeded',
  ]);
  const run = { compat: 'chaostoolkit' } as const;
  const compat = await tell({ experiment: { rollbacks }, scripts: { second }, run });
  expect(compat.played.slice(3)).toEqual(['first', 'second', 'take back']);
  expect(compat.journal.status).toBe('interrupted');
});

test('never leaves everything where it is and says how to take it back', async () => {
  const { played, result, warnings } = await tell({ run: { rollbackStrategy: 'never' } });
  expect(played).toEqual(['steady', 'act', 'steady']);
  expect(warnings).toEqual([expect.stringContaining('until chaos-run runs with mode: recover')]);
  expect(result.recovery).toBeUndefined();
});

test('a rollback that fails does not keep the next one from being played', async () => {
  const rollbacks = [activity('action', 'first'), activity('action', 'second')];
  const first = (): never => {
    throw new ActivityFailedError('no way back');
  };
  const { journal, played } = await tell({ experiment: { rollbacks }, scripts: { first } });
  expect(played.slice(3)).toEqual(['first', 'second', 'take back', 'steady']);
  expect(journal).toMatchObject({
    status: 'completed',
    rollbacks: [{ status: 'failed' }, { status: 'succeeded' }],
  });
});

test('what became of each fault is in the result, the journal and the timeline', async () => {
  const undo = [
    { title: 'scale web', namespace: 'shop', outcome: 'undone', reason: '' },
    { title: 'cordon n1', namespace: undefined, outcome: 'failed', reason: 'it is gone' },
  ] as const;
  const { journal, result } = await tell({ world: { takeBack: () => Promise.resolve(undo) } });
  expect(result.undo).toEqual(undo);
  expect(journal['x-kube-delivery']).toMatchObject({
    undo: [{ title: 'scale web' }, { title: 'cordon n1', namespace: null, reason: 'it is gone' }],
    recovery: { recovered: true },
  });
  const events = result.timeline.filter((event) => event.kind === 'undo');
  expect(events).toMatchObject([
    { text: 'scale web: undone', good: true },
    { text: 'cordon n1: failed: it is gone', good: false },
  ]);
});

test('an activity that does not end when it is told to keeps nothing waiting for more than a second', async () => {
  const { clock, journal, played } = await tell({
    scripts: {
      act: ({ interrupt }) => {
        interrupt();
        return new Promise(() => undefined);
      },
    },
  });
  expect(clock.elapsed()).toBe(1000);
  expect(played).toEqual(['steady', 'act', 'take back', 'restore']);
  expect(journal.run).toMatchObject([{ duration: 1 }]);
});

test('what an activity gives after it was told to end is kept', async () => {
  const { journal } = await tell({
    scripts: {
      act: async ({ clock, interrupt }) => {
        interrupt();
        await clock.sleep(500, new AbortController().signal);
        return 'three pods';
      },
    },
  });
  expect(journal.run).toMatchObject([{ status: 'succeeded', output: 'three pods' }]);
  expect(journal.status).toBe('interrupted');
});

test('a run whose lock is lost is aborted, and says why', async () => {
  const lock = new AbortController();
  const { journal, played, result } = await tell({
    world: { signal: lock.signal },
    scripts: {
      act: ({ signal }) => {
        lock.abort(new Error('the lock of shop was lost'));
        signal.throwIfAborted();
        return true;
      },
    },
  });
  expect(played).toEqual(['steady', 'act', 'take back', 'restore']);
  expect(journal.status).toBe('aborted');
  expect(result.abortReason).toBe('the lock of shop was lost');
});
