import { messageOf } from '@kube-delivery/shared/action/errors';
import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import { ActivityCrashedError, ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { Ledger } from '../ledger.ts';
import type { TargetEntry } from '../ledger.ts';
import type { PlannedAction } from '../preflight.ts';
import { joinTargets } from './join-targets.ts';

/** What an action would do. */
export interface PlannedAct {
  /** The name of the activity. */
  readonly activity: string;
  readonly targets: readonly TargetEntry[];
  /** Why it would fail; undefined where nothing speaks against it. */
  readonly problem: string | undefined;
}

/**
 * Tells what an action would do, by playing it dry in a world that keeps what it notes in the ledger
 * given. Rejects with the signal's reason when that aborts.
 */
export async function planAction(
  {
    activity,
    action,
    given,
  }: Pick<PlannedAction, 'action' | 'given'> & {
    readonly activity: { readonly name: string };
  },
  worldWith: (ledger: Ledger) => FunctionWorld,
): Promise<PlannedAct> {
  const [candidates, played] = [new Ledger(), new Ledger()];
  const looking = worldWith(candidates);
  const vain = await problemOf(looking, () => action.discover(given, looking));
  let byChance = false;
  const world = worldWith(played);
  const { random } = world;
  const refusal = await problemOf(world, () =>
    action.run(given, {
      ...world,
      dryRun: true,
      random: {
        sample: (items, count) => {
          byChance = true;
          return random.sample(items, count);
        },
      },
    }),
  );
  // With `compat: chaostoolkit` an action that finds nothing succeeds.
  const problem = refusal ?? (played.targets.length === 0 ? vain : undefined);
  return {
    activity: activity.name,
    targets: joinTargets({
      candidates: candidates.targets,
      played: played.targets,
      byChance,
      isRefused: problem !== undefined,
    }),
    problem,
  };
}

/** Why an action fails; undefined where it does not. */
async function problemOf(
  { signal }: FunctionWorld,
  work: () => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const isExpected =
      error instanceof ActivityFailedError ||
      error instanceof ActivityCrashedError ||
      isApiError(error);
    if (isExpected) return messageOf(error);
    throw error;
  }
}
