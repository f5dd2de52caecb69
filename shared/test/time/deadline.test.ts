import { expect, test } from '@jest/globals';
import type { Clock } from '../../src/time/clock.ts';
import { DeadlineError, startDeadline } from '../../src/time/deadline.ts';
import { systemClock } from '../../src/time/system-clock.ts';

const never = new AbortController().signal;

async function reasonOf(signal: AbortSignal): Promise<unknown> {
  if (!signal.aborted) {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  }
  return signal.reason;
}

test('aborts when the time is over, naming what was late', async () => {
  let elapsed = 0;
  const end = Promise.withResolvers<undefined>();
  const clock: Clock = { ...systemClock, elapsed: () => elapsed, sleep: () => end.promise };
  const deadline = startDeadline(clock, 10, 'the rollout', never);
  elapsed = 4;
  expect([deadline.remaining(), deadline.signal.aborted]).toEqual([6, false]);
  elapsed = 11;
  end.resolve(undefined);
  expect(await reasonOf(deadline.signal)).toEqual(
    new DeadlineError('the rollout was not done within 10ms'),
  );
  expect(deadline.remaining()).toBe(0);
});

test('aborts with its parent, for the parent’s reason', async () => {
  const parent = new AbortController();
  const deadline = startDeadline(systemClock, 60_000, 'the rollout', parent.signal);
  parent.abort(new Error('cancelled'));
  expect(await reasonOf(deadline.signal)).toEqual(new Error('cancelled'));
});

test('never aborts by time once it is cancelled', async () => {
  const deadline = startDeadline(systemClock, 5, 'the rollout', never);
  deadline.cancel();
  await systemClock.sleep(20, never);
  expect(deadline.signal.aborted).toBe(false);
});

test('a sleep ends with its signal, for the signal’s reason', async () => {
  const ended = AbortSignal.abort(new Error('enough'));
  await expect(systemClock.sleep(60_000, ended)).rejects.toThrow('enough');
  const soon = new AbortController();
  const sleeping = systemClock.sleep(60_000, soon.signal);
  soon.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});
