import { expect, test } from '@jest/globals';
import { ActivityFailedError, NothingHitError } from '../../src/activity-failed.ts';
import type { FunctionWorld, NativeAction } from '../../src/functions/native-function.ts';
import type { Ledger } from '../../src/ledger.ts';
import { planAction } from '../../src/planning/plan-action.ts';
import type { PlannedAct } from '../../src/planning/plan-action.ts';
import { seededRandom } from '../../src/random.ts';

const entry = { kind: 'Pod', namespace: 'shop', act: 'kill', at: 'then' };

interface Script {
  readonly discover?: (world: FunctionWorld) => void;
  readonly run: (world: FunctionWorld) => void;
}

/** Plans an action that does what the script says, in a world that has what it asks for. */
function plan({ discover, run }: Script, signal = AbortSignal.timeout(5000)): Promise<PlannedAct> {
  const action: NativeAction = {
    type: 'action',
    module: 'kube_delivery.actions',
    func: 'kill_pods',
    aliases: [],
    parameters: {},
    reach: () => ({ namespaces: [], clusterWide: false }),
    discover: (_, world) => Promise.resolve().then(() => discover?.(world)),
    run: async (_, world) => {
      await Promise.resolve();
      run(world);
      return null;
    },
  };
  const worldWith = (ledger: Ledger): FunctionWorld =>
    ({ ledger, random: seededRandom('test'), dryRun: false, signal }) as unknown as FunctionWorld;
  return planAction({ activity: { name: 'kill' }, action, given: {} }, worldWith);
}

function findsTwo({ ledger }: FunctionWorld): void {
  for (const name of ['a', 'b']) ledger.note({ ...entry, name, in: true, reason: '' });
}

function fate({ targets }: PlannedAct): unknown {
  return Object.fromEntries(targets.map((target) => [target.name, target.in]));
}

test('it is played dry, and what chance would choose instead is told', async () => {
  const dryRuns: boolean[] = [];
  const planned = await plan({
    discover: findsTwo,
    run: ({ dryRun, ledger, random }) => {
      dryRuns.push(dryRun);
      for (const name of random.sample(['a', 'b'], 1)) {
        ledger.note({ ...entry, name, in: true, reason: 'would be evicted' });
      }
    },
  });
  expect(dryRuns).toEqual([true]);
  expect(planned).toMatchObject({ activity: 'kill', problem: undefined });
  expect(planned.targets.map(({ reason }) => reason)).toEqual([
    'would be evicted',
    'may be chosen instead',
  ]);
});

test('what is not chosen where nothing is left to chance is out', async () => {
  const planned = await plan({
    discover: findsTwo,
    run: ({ ledger }) => {
      ledger.note({ ...entry, name: 'b', in: true, reason: 'would be evicted' });
    },
  });
  expect(fate(planned)).toEqual({ b: true, a: false });
});

test('a refusal puts all of them out', async () => {
  const planned = await plan({
    discover: findsTwo,
    run: () => {
      throw new NothingHitError('max-targets is 1');
    },
  });
  expect(planned.problem).toBe('max-targets is 1');
  expect(fate(planned)).toEqual({ a: false, b: false });
});

test('that nothing is found is a problem, also where the act itself succeeds', async () => {
  const discover = (): void => {
    throw new NothingHitError('none matches');
  };
  const planned = await plan({ discover, run: () => undefined });
  expect(planned).toEqual({ activity: 'kill', targets: [], problem: 'none matches' });
  const run = (): void => {
    throw new ActivityFailedError('qty is negative');
  };
  expect(await plan({ discover, run })).toMatchObject({ problem: 'qty is negative' });
});

test('faults of the program and the end of the job are no problems of the act', async () => {
  const broken = new TypeError('broken');
  const run = (): void => {
    throw broken;
  };
  await expect(plan({ run })).rejects.toBe(broken);
  const cancelled = new Error('cancelled');
  const failing = (): void => {
    throw new ActivityFailedError('cut off');
  };
  await expect(plan({ run: failing }, AbortSignal.abort(cancelled))).rejects.toBe(cancelled);
});
