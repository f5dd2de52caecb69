import { takeChaosLocks } from '../../../actions/chaos-run/src/locks/chaos-locks.ts';
import type { ChaosLocks } from '../../../actions/chaos-run/src/locks/chaos-locks.ts';
import { clusterPlace } from '../../../actions/chaos-run/src/locks/chaos-place.ts';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import { testContext } from './test-connection.ts';

/** For how long other tests are waited for, in milliseconds. */
export const nodesPatience = 240_000;

/**
 * Takes the one lock of what lies in no namespace, as a run does: what is recorded without it would be
 * taken for what a dead run left by the tests beside. `run` names the holder.
 */
export function holdNodes(cluster: Cluster, run: string): Promise<ChaosLocks> {
  const context = testContext({
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'chaos',
  });
  return takeChaosLocks(cluster, { places: [clusterPlace], waitFor: nodesPatience }, context);
}
