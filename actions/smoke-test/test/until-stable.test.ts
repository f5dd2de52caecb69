import { describe, expect, test } from '@jest/globals';
import { untilStable } from '../src/until-stable.ts';
import type { Outcome, Patience } from '../src/until-stable.ts';
import type { Round } from '../src/attempt.ts';
import { badRound, round } from './rounds.ts';

const good = round();
const bad = badRound();
const nothing = round({ attempts: [] });

interface Story extends Outcome {
  /** When each round began, in seconds. */
  readonly begun: readonly number[];
  readonly progress: readonly string[];
}

/** Plays rounds on a clock that only sleeps move; each round takes `duration`. */
async function play(
  rounds: readonly Round[],
  patience: Partial<Patience>,
  { duration = 0, signal = new AbortController().signal } = {},
): Promise<Story> {
  let now = 0;
  const begun: number[] = [];
  const progress: string[] = [];
  const silent = (): void => undefined;
  const outcome = await untilStable(
    () => {
      const next = rounds[Math.min(begun.length, rounds.length - 1)] ?? good;
      begun.push(now / 1000);
      now += duration;
      return Promise.resolve(next);
    },
    { waitFor: 60_000, interval: 1000, stableFor: 3, ...patience },
    {
      signal,
      clock: {
        now: () => new Date(now),
        elapsed: () => now,
        sleep: (milliseconds, aborted) => {
          aborted.throwIfAborted();
          now += milliseconds;
          return Promise.resolve();
        },
      },
      log: {
        info: silent,
        notice: silent,
        warning: silent,
        annotate: silent,
        quote: silent,
        progress: (message) => progress.push(message),
        group: (_, work) => work(),
      },
    },
  );
  return { ...outcome, begun, progress };
}

test('stable after so many good rounds in a row, an interval apart', async () => {
  expect(await play([good], {})).toMatchObject({
    stable: true,
    deciding: [good, good, good],
    streak: 3,
    rounds: 3,
    begun: [0, 1, 2],
  });
});

test('a bad round begins the count anew', async () => {
  const story = await play([good, good, bad, good], {});
  expect(story).toMatchObject({ stable: true, rounds: 6, begun: [0, 1, 2, 3, 4, 5] });
  expect(story.deciding).toEqual([good, good, good]);
});

test('after bad rounds the interval doubles up to ten seconds, and the last one begins in time', async () => {
  const story = await play([bad], {});
  expect(story).toMatchObject({ stable: false, deciding: [bad], streak: 0 });
  expect(story.begun).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55, 60]);
});

test('an interval longer than ten seconds stays as it is', async () => {
  const { begun } = await play([bad], { interval: 20_000 });
  expect(begun).toEqual([0, 20, 40, 60]);
});

describe('wait-for 0 asks once', () => {
  test.each([
    ['good', good, true, [good]],
    ['bad', bad, false, [bad]],
    ['empty', nothing, false, [nothing]],
  ])('%s', async (_, only, stable, deciding) => {
    const story = await play([only], { waitFor: 0 });
    expect(story).toMatchObject({ stable, deciding, rounds: 1, begun: [0] });
  });
});

test.each([
  ['a bad round before too few good ones', [bad, good], [bad], 2],
  ['only good rounds, too few of them', [good], [good, good, good], 3],
])('at the deadline: %s', async (_, rounds, deciding, streak) => {
  const story = await play(rounds, { waitFor: 2000, stableFor: 5 });
  expect(story).toMatchObject({ stable: false, deciding, streak, begun: [0, 1, 2] });
});

test('a round that outlasts the deadline decides', async () => {
  const story = await play([bad], { waitFor: 5000 }, { duration: 7000 });
  expect(story).toMatchObject({ stable: false, rounds: 1 });
});

test('progress tells what is wrong and how long it will go on', async () => {
  const { progress } = await play([bad, good], { stableFor: 2 });
  expect(progress).toEqual([
    '0 of 2 good rounds in a row, 1m left: health at pod web-0: status is 500, not 2xx',
    '1 of 2 good rounds in a row, 59s left',
  ]);
});

test('ends with its signal', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(play([bad], {}, { signal: stop.signal })).rejects.toBe(reason);
});
