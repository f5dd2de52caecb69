import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { killAtEveryWrite } from './support/killed-runs.ts';
import type { KilledRun } from './support/killed-runs.ts';
import { application, configMap } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { rollBack, startRollback } from './support/rollback-run.ts';
import { expectSameEnds } from './support/same-ends.ts';
import { settledState } from './support/settled-state.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';

/** What runs again is a later attempt of the same run, as GitHub has it. */
const again = { GITHUB_RUN_ATTEMPT: '2' };
const atOnce = 3;
const longest = 600_000;

let own: ReleaseNamespace;
/** What a killed run leaves behind is in the API; what its pods do is not looked at. */
let node: SimulatedNode;

beforeAll(async () => {
  own = await releaseNamespace('killed');
  node = await startSimulatedNode(own.cluster, own.namespace);
});

afterAll(async () => {
  await node.close();
  await own.close();
});

function version(name: string, tag: string, more: readonly object[] = []): readonly object[] {
  const settings = configMap(`${name}-settings`, { tag });
  const { placement } = node;
  const web = { name, tag, environmentFrom: [`${name}-settings`], placement };
  return [settings, ...application(web), ...more];
}

describe('a run that is killed after any of its writes, and run again', () => {
  const observe: KilledRun['observe'] = async (name) => ({
    objects: await settledState(own.cluster, name),
    last: (await own.records(name)).at(-1)?.outcome,
  });

  test(
    'deploy ends as if it had not been killed',
    async () => {
      const outcomes = await killAtEveryWrite('d', {
        prepare: (name) => own.deployed(name, version(name, 'v1')),
        start: (name, connection) => {
          const added = configMap(`${name}-added`, { a: 'b' });
          return own.start(name, version(name, 'v2', [added]), connection);
        },
        again: (name) => {
          const added = configMap(`${name}-added`, { a: 'b' });
          return own.deploy(name, version(name, 'v2', [added]), {}, again);
        },
        observe,
        atOnce,
      });
      expect(outcomes.unkilled.run.outputs.verdict).toBe('deployed');
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(7);
      expectSameEnds(outcomes, ['deployed', 'unchanged']);
    },
    longest,
  );

  test(
    'rollback ends as if it had not been killed',
    async () => {
      const outcomes = await killAtEveryWrite('r', {
        prepare: async (name) => {
          await own.deployed(name, version(name, 'v1'));
          const added = configMap(`${name}-added`, { a: 'b' });
          await own.deployed(name, version(name, 'v2', [added]));
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
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(6);
      expectSameEnds(outcomes, ['rolled-back', 'unchanged']);
    },
    longest,
  );
});
