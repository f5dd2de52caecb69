import { VerdictError } from '../action/errors.ts';
import type { ActionContext } from '../action/context.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { LockHeldError, acquireLock } from '../cluster/lease-lock.ts';
import { LockedCluster } from '../cluster/locked-cluster.ts';
import { ReleaseHistory, releaseLock } from './release-history.ts';
import type { ReleaseWork } from './release-work.ts';

/** A release's lock while it is held; its signal aborts when the lock is lost or the job cancelled. */
export type ReleaseLock = Awaited<ReturnType<typeof acquireLock>>;

/**
 * Takes the lock of a release, waiting up to `waitFor` milliseconds for another run; a VerdictError
 * `conflict` that names the holder where it does not get it.
 */
export async function takeReleaseLock(
  cluster: Cluster,
  release: string,
  waitFor: number,
  context: Pick<ActionContext, 'clock' | 'log' | 'run' | 'signal'>,
): Promise<ReleaseLock> {
  const lock = { ...releaseLock(release), namespace: cluster.namespace, waitFor };
  try {
    return await acquireLock(cluster, lock, context);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const { message, hint } = error;
    throw new VerdictError('conflict', message, hint === undefined ? {} : { hint });
  }
}

/** `work` under the release's lock: once that is lost, by a run that was stopped, it writes nothing. */
export function underLock<Work extends ReleaseWork>(work: Work, lock: ReleaseLock): Work {
  const cluster = new LockedCluster(work.cluster, lock);
  const history = new ReleaseHistory(cluster, work.history.release, work.context.clock);
  return { ...work, cluster, history, signal: lock.signal };
}
