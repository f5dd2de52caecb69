import { messageOf } from '@kube-delivery/shared/action/errors';
import { ActivityFailedError } from './activity-failed.ts';
import type { Experiment, Scope } from './experiment/experiment.ts';
import type { WorldOf } from './function-worlds.ts';
import { plannedActions } from './preflight.ts';

/**
 * Notes in the ledger what each action of the method could choose from, and why not the rest; nothing is
 * done. Gives why an action could not be asked, one sentence each.
 */
export async function discoverTargets(
  experiment: Experiment,
  scope: Scope,
  worldOf: WorldOf,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { activity, action, given } of plannedActions(experiment.method, scope)) {
    try {
      await action.discover(given, worldOf('method', scope, signal));
    } catch (error) {
      if (!(error instanceof ActivityFailedError)) throw error;
      problems.push(`${activity.name}: ${messageOf(error)}`);
    }
  }
  return problems;
}
