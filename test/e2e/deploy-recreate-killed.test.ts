import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { killAtEveryWrite } from './support/killed-runs.ts';
import type { KilledOutcomes } from './support/killed-runs.ts';
import { configMap } from './support/manifest-folder.ts';
import { migration, openLedger } from './support/migration-job.ts';
import type { Ledger } from './support/migration-job.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { Manifests, ReleaseNamespace } from './support/release-namespace.ts';
import { settledState } from './support/settled-state.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { unscaledApplication } from './support/unscaled-app.ts';

const recreate = { strategy: 'recreate', migrations: 'migrations.json' };

const longest = 900_000;

let own: ReleaseNamespace;
/** Of the pods only the migrations' do something. */
let node: SimulatedNode;

beforeAll(async () => {
  own = await releaseNamespace('recreate-killed');
  node = await startSimulatedNode(own.cluster, own.namespace);
});

afterAll(async () => {
  await node.close();
  await own.close();
});

/** A release whose manifest does not name its replicas, so that only the record knows them. */
function version(name: string, tag: string, ledger: Ledger, exitCode = 0): Manifests {
  const script = `echo ${tag} >> "$LEDGER"; exit ${exitCode}`;
  return {
    'app.json': [
      ...unscaledApplication({ name, tag, placement: node.placement }),
      configMap(`${name}-settings`, { tag }),
    ],
    'migrations.json': [migration(`${name}-migrate`, { script, ledger })],
  };
}

/** Kills the change from v1 to v2, whose migration ends with `exitCode`, at each of its writes. */
async function killed(prefix: string, exitCode: number) {
  const ledgers = new Map<string, Ledger>();
  const ledgerOf = (name: string): Ledger => {
    const ledger = ledgers.get(name) ?? openLedger();
    ledgers.set(name, ledger);
    return ledger;
  };
  const next = (name: string): Manifests => version(name, 'v2', ledgerOf(name), exitCode);
  return killAtEveryWrite(prefix, {
    prepare: async (name) => {
      const first = version(name, 'v1', ledgerOf(name));
      expectVerdict(await own.deploy(name, first, recreate), 'deployed');
      const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name };
      const change = { op: 'add', path: '/spec/replicas', value: 2 } as const;
      await own.cluster.patch(reference, [change], { signal: deadline() });
    },
    start: (name, connection) => own.start(name, next(name), { ...recreate, ...connection }),
    again: (name) => own.deploy(name, next(name), recreate, { GITHUB_RUN_ATTEMPT: '2' }),
    observe: async (name) => {
      const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${name}` };
      await eventually(
        () => own.cluster.list(query, deadline()),
        (pods) => pods.length === 2,
        30_000,
      );
      return {
        objects: await settledState(own.cluster, name),
        last: (await own.records(name)).at(-1)?.outcome,
        migrations: exitCode === 0 ? ledgerOf(name).lines() : 'may be tried again',
      };
    },
    atOnce: 3,
  });
}

function expectSameEnds({ killed, unkilled }: KilledOutcomes, good: readonly string[]): void {
  const ends = killed.map(({ end, request, verdict, write }) => ({
    write,
    request,
    good: good.includes(verdict ?? ''),
    end,
  }));
  expect(ends).toEqual(ends.map((each) => ({ ...each, good: true, end: unkilled.end })));
}

describe('recreate ends as if it had not been killed, whatever it was writing', () => {
  test(
    'on the way to the new version',
    async () => {
      const outcomes = await killed('r', 0);
      expect(outcomes.unkilled.run.outputs.verdict).toBe('deployed');
      expect(outcomes.unkilled.end).toMatchObject({ migrations: ['v1', 'v2'] });
      // Lock, record, scale down, settings, Job (away and made), Deployment, scale up, record, lock.
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(9);
      expectSameEnds(outcomes, ['deployed', 'unchanged']);
    },
    longest,
  );

  test(
    'and on the way back after its migration failed',
    async () => {
      const outcomes = await killed('b', 1);
      expect(outcomes.unkilled.run.outputs.verdict).toBe('rolled-back');
      expect(outcomes.killed.length).toBeGreaterThanOrEqual(9);
      expectSameEnds(outcomes, ['rolled-back']);
    },
    longest,
  );
});
