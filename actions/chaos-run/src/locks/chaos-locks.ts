import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { acquireLock } from '@kube-delivery/shared/cluster/lease-lock';
import type { Lock } from '@kube-delivery/shared/cluster/lease-lock';
import type { LockHolder } from '@kube-delivery/shared/cluster/lock-holder';
import { LockedCluster } from '@kube-delivery/shared/cluster/locked-cluster';
import { lockOf } from './chaos-place.ts';
import type { ChaosPlace } from './chaos-place.ts';

/** The locks of all places that a run works in. */
export interface ChaosLocks {
  /** Aborts with a LockLostError when one of them is lost; not when the job is cancelled. */
  readonly signal: AbortSignal;
  /** The cluster, whose writes each confirm that the locks are still ours, also while faults are undone. */
  readonly cluster: Cluster;
  /** Gives all of them back. Never throws. */
  release(): Promise<void>;
}

/** How locks are taken. */
export interface LocksRequest {
  /** In the order of `placesOf`. */
  readonly places: readonly ChaosPlace[];
  /**
   * Milliseconds for each of them, as every lock of a dead run is to be watched until it expires; 0 fails at
   * once when another run holds one.
   */
  readonly waitFor: number;
  /** This run unless given: the one who holds them already takes them again at once. */
  readonly holder?: LockHolder;
}

/**
 * Takes the locks of all places one after the other. Throws a LockHeldError that names the holder of one
 * that could not be had in time; none is kept then. A job that is cancelled keeps its locks until it
 * releases them.
 */
export async function takeChaosLocks(
  cluster: Cluster,
  { places, waitFor, holder }: LocksRequest,
  context: Pick<ActionContext, 'clock' | 'log' | 'run' | 'signal'>,
): Promise<ChaosLocks> {
  const { clock, log, run } = context;
  const locks: Lock[] = [];
  const acquiring = new AbortController();
  const cancel = (): void => {
    acquiring.abort(context.signal.reason);
  };
  context.signal.addEventListener('abort', cancel, { once: true });
  if (context.signal.aborted) cancel();
  const world = { clock, log, run, signal: acquiring.signal };
  try {
    for (const place of places) {
      const request = {
        ...lockOf(place),
        waitFor,
        ...(holder === undefined ? {} : { holder }),
      };
      locks.push(await acquireLock(cluster, request, world));
    }
  } catch (error) {
    await releaseAll(locks);
    throw error;
  } finally {
    context.signal.removeEventListener('abort', cancel);
  }
  return {
    signal: AbortSignal.any(locks.map(({ signal }) => signal)),
    cluster: new LockedCluster(cluster, {
      confirm: async () => {
        await Promise.all(locks.map((lock) => lock.confirm()));
      },
    }),
    release: () => releaseAll(locks),
  };
}

async function releaseAll(locks: readonly Lock[]): Promise<void> {
  await Promise.all(locks.map((lock) => lock.release()));
}
