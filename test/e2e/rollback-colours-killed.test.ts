import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { killAtEveryWrite } from './support/killed-runs.ts';
import type { KilledRun } from './support/killed-runs.ts';
import type { RunningLoad } from './support/load.ts';
import { rollBack, startRollback } from './support/rollback-run.ts';
import { expectSameEnds } from './support/same-ends.ts';
import { settledState } from './support/settled-state.ts';

/** What runs again is a later attempt of the same run, as GitHub has it. */
const again = { GITHUB_RUN_ATTEMPT: '2' };
const atOnce = 4;
const longest = 900_000;

let own: ColourNamespace;
const loads = new Map<string, RunningLoad>();

beforeAll(async () => {
  own = await colourNamespace('killed-switch');
});

afterAll(async () => {
  await own.endTest();
  await own.close();
});

/** Users ask from before the killed run until the end of the one after it. */
async function beginLoad(name: string): Promise<void> {
  loads.set(name, await own.users(name));
}

const observe: KilledRun['observe'] = async (name) => {
  const ledger = await loads.get(name)?.stop();
  return {
    failures: ledger?.failures,
    isAsked: (ledger?.requests ?? 0) > 50,
    objects: await settledState(own.cluster, name),
    last: (await own.outcomes(name)).at(-1),
  };
};

test(
  'a switch back that is killed after any of its writes, and run again, ends the same and fails no request',
  async () => {
    const outcomes = await killAtEveryWrite('b', {
      prepare: async (name) => {
        expectVerdict(await own.bring(name, 'v1'), 'deployed');
        expectVerdict(await own.bring(name, 'v2', { soak: '0' }), 'deployed');
        await beginLoad(name);
      },
      start: (name, connection) => startRollback(own.namespace, { release: name, ...connection }),
      again: (name) => rollBack(own.namespace, { release: name }, again),
      observe,
      atOnce,
    });
    expect(outcomes.unkilled.run.outputs).toMatchObject({
      verdict: 'rolled-back',
      'from-revision': '2',
      'to-revision': '1',
    });
    expect(outcomes.unkilled.end).toMatchObject({ failures: 0, isAsked: true, last: 'deployed' });
    expect(outcomes.killed.length).toBeGreaterThanOrEqual(5);
    expectSameEnds(outcomes, ['rolled-back', 'unchanged']);
  },
  longest,
);
