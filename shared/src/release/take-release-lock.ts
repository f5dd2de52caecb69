import { VerdictError } from '../action/errors.ts';
import type { ActionContext } from '../action/context.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { LockHeldError, acquireLock } from '../cluster/lease-lock.ts';
import { releaseLock } from './release-history.ts';

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
