import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { killAtEveryWrite } from './support/killed-runs.ts';
import type { KilledRun } from './support/killed-runs.ts';
import type { Inputs } from './support/release-namespace.ts';
import type { RunningLoad } from './support/load.ts';
import { expectSameEnds } from './support/same-ends.ts';
import { settledState } from './support/settled-state.ts';

/** What runs again is a later attempt of the same run, as GitHub has it. */
const again = { GITHUB_RUN_ATTEMPT: '2' };
const longest = 900_000;

let own: ColourNamespace;

beforeAll(async () => {
  own = await colourNamespace('blue-green-killed');
});

afterEach(async () => {
  await own.endTest();
});

afterAll(async () => {
  await own.close();
});

describe('a switch that is killed after any of its writes, and run again', () => {
  /** A switch to v2 after these tags, with users whose requests must not fail meanwhile. */
  function switching(before: readonly string[], inputs: Inputs): KilledRun {
    const users = new Map<string, RunningLoad>();
    return {
      prepare: async (name) => {
        for (const tag of before) await own.bring(name, tag, { soak: '0', settle: '0' });
        users.set(name, await own.users(name));
      },
      start: (name, connection) => own.startBringing(name, 'v2', { ...inputs, ...connection }),
      again: (name) => own.startBringing(name, 'v2', inputs, again).finished,
      observe: async (name) => ({
        failures: (await users.get(name)?.stop())?.failures,
        objects: await settledState(own.cluster, name),
        last: (await own.outcomes(name)).at(-1),
      }),
      atOnce: 3,
    };
  }

  test(
    'ends as if it had not been killed, from blue to green',
    async () => {
      const outcomes = await killAtEveryWrite('g', switching(['v1'], {}));
      expect(outcomes.unkilled.run.outputs.verdict).toBe('deployed');
      expect(outcomes.unkilled.end).toMatchObject({ failures: 0 });
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(7);
      expectSameEnds(outcomes, ['deployed', 'unchanged']);
    },
    longest,
  );

  test(
    'ends as if it had not been killed, back to blue, where the old pods go at once',
    async () => {
      const inputs = { 'scale-down-delay': '0' };
      const outcomes = await killAtEveryWrite('b', switching(['v2', 'v1'], inputs));
      expect(outcomes.unkilled.run.outputs.verdict).toBe('deployed');
      expect(outcomes.unkilled.end).toMatchObject({ failures: 0 });
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(7);
      expectSameEnds(outcomes, ['deployed', 'unchanged']);
    },
    longest,
  );

  test(
    'ends as if it had not been killed, where a check refuses it',
    async () => {
      const checks = "- { name: no, path: /version, expect: { status: '418' } }";
      const outcomes = await killAtEveryWrite('c', switching(['v1'], { 'preview-checks': checks }));
      expect(outcomes.unkilled.run.outputs.verdict).toBe('rolled-back');
      expect(outcomes.unkilled.end).toMatchObject({ failures: 0 });
      expectSameEnds(outcomes, ['rolled-back']);
    },
    longest,
  );
});
