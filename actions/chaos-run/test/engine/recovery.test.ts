import { expect, test } from '@jest/globals';
import { activity, taking, tell } from './scripted-run.ts';
import type { Script } from './scripted-run.ts';

/** A probe that fails in its looks from the second up to this one. */
function downUntil(count: number): Script {
  return (call) => call.count === 1 || call.count >= count;
}

test('the hypothesis is asked until it holds again, counted from the beginning of the way back', async () => {
  const { journal, result } = await tell({
    scripts: { restore: taking(2000), steady: downUntil(6) },
  });
  expect(result.recovery).toEqual({ recovered: true, seconds: 5 });
  expect(journal.deviated).toBe(true);
});

test('a hypothesis that does not hold in time is not recovered', async () => {
  const { journal, result } = await tell({ scripts: { steady: downUntil(1000) } });
  expect(result.recovery).toEqual({
    recovered: false,
    reason:
      'the hypothesis did not hold again within 10s: "steady" gave false, which its tolerance true does not allow',
  });
  expect(journal['x-kube-delivery']).toMatchObject({ recovery: { recovered: false } });
});

test('a look that takes longer than the recovery may is cut short', async () => {
  const steady: Script = (call) => (call.count < 3 ? true : taking(60_000)(call));
  const { clock, result } = await tell({ scripts: { steady } });
  expect(clock.elapsed()).toBe(10_000);
  expect(result.recovery).toEqual({
    recovered: false,
    reason: 'the hypothesis did not hold again within 10s: the recovery was not done within 10s',
  });
});

test('the short form asks after the faults were taken back only', async () => {
  const { journal, played, result } = await tell({
    run: { afterUndo: true },
    scripts: { steady: downUntil(4) },
  });
  const { length } = played.filter((name) => name === 'steady');
  expect(length).toBe(4);
  expect(played.slice(1, 4)).toEqual(['act', 'restore', 'take back']);
  expect(journal).toMatchObject({ status: 'completed', deviated: false });
  expect(journal.steady_states.after?.steady_state_met).toBe(true);
  expect(result.recovery).toEqual({ recovered: true, seconds: 2 });
});

test('it deviated when it does not hold in time', async () => {
  const { journal } = await tell({
    run: { afterUndo: true },
    scripts: { steady: downUntil(1000) },
  });
  expect(journal).toMatchObject({ status: 'completed', deviated: true });
  expect(journal.steady_states.after?.steady_state_met).toBe(false);
});

test.each([
  ['dry', { dry: 'actions' }],
  ['Chaos Toolkit', { compat: 'chaostoolkit' }],
  ['a run that takes nothing back', { rollbackStrategy: 'never' }],
] as const)('%s asks right after the method', async (_, run) => {
  const { journal, result } = await tell({ run: { afterUndo: true, ...run } });
  expect(journal.steady_states.after?.steady_state_met).toBe(true);
  expect(result.recovery).toBeUndefined();
});

test('a job that is cancelled while it waits for the recovery is interrupted', async () => {
  const steady: Script = ({ count, interrupt }) => {
    if (count === 5) interrupt();
    return count === 1;
  };
  const { journal, result } = await tell({ scripts: { steady } });
  expect(journal.status).toBe('interrupted');
  expect(result.recovery).toBeUndefined();
});

test('a run that was never under way is not looked at', async () => {
  const { result } = await tell({
    scripts: { steady: () => false },
    experiment: { method: [activity('action', 'act')] },
  });
  expect(result).toMatchObject({ recovery: undefined, undo: [] });
});
