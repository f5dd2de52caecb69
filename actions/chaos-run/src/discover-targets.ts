import type { ChaosSession } from './chaos-session.ts';
import type { Experiment, Scope } from './experiment/experiment.ts';
import { functionWorlds } from './function-worlds.ts';
import { planAction } from './planning/plan-action.ts';
import type { PlannedAct } from './planning/plan-action.ts';
import { PlannedCluster } from './planning/planned-cluster.ts';
import { capsOf, plannedActions } from './preflight.ts';
import type { ExperimentReach } from './preflight.ts';
import { seededRandom } from './random.ts';
import { UnwrittenUndo } from './undo/unwritten-undo.ts';

/** What each action of the method that changes the cluster would do, in their order; nothing is done. */
export async function discoverTargets(
  experiment: Experiment,
  scope: Scope,
  reach: ExperimentReach,
  session: ChaosSession,
): Promise<readonly PlannedAct[]> {
  const { context, inputs } = session;
  const cluster = session.cluster && new PlannedCluster(session.cluster);
  const caps = capsOf(reach, inputs.caps);
  const random = seededRandom(inputs.seed);
  // Acts of one run know each other, as one that takes back what another has done.
  const undo = new UnwrittenUndo();
  const acts = [];
  for (const planned of plannedActions(experiment.method, scope)) {
    const act = await planAction(planned, (ledger) => {
      const worldOf = functionWorlds({ session, caps, cluster, ledger, undo });
      return { ...worldOf('method', scope, context.signal), random, dryRun: true };
    });
    acts.push(act);
  }
  return acts;
}
