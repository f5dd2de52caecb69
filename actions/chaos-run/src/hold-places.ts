import { VerdictError } from '@kube-delivery/shared/action/errors';
import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { LockHeldError } from '@kube-delivery/shared/cluster/lease-lock';
import { clusterOf } from './chaos-session.ts';
import type { ChaosSession } from './chaos-session.ts';
import { changesThings } from './engine/left-out.ts';
import type { UndoOutcome } from './engine/engine.ts';
import { takeChaosLocks } from './locks/chaos-locks.ts';
import type { ChaosLocks } from './locks/chaos-locks.ts';
import { clusterNamespace, describePlace, placesOf } from './locks/chaos-place.ts';
import type { ChaosPlace, PlacesWanted } from './locks/chaos-place.ts';
import { runKeyOf } from './undo/run-key.ts';
import { sweepPlace } from './undo/sweep.ts';

/** The places of an experiment while they are held. */
export interface HeldPlaces {
  /** Undefined where nothing asks the cluster. */
  readonly cluster: Cluster | undefined;
  /** Aborts when the job is cancelled or a lock is lost. */
  readonly signal: AbortSignal;
  /** Something that a dead run had left was taken back. */
  readonly hasSwept: boolean;
  /** Gives the locks back. Never throws. */
  release(): Promise<void>;
}

/**
 * Takes the locks of everything that an experiment changes, and takes back what dead runs left there.
 * Throws a VerdictError `no-effect` where another run holds one of them for longer than `lock-timeout`,
 * or where what a dead run left cannot be taken back.
 */
export async function holdPlaces(wanted: PlacesWanted, session: ChaosSession): Promise<HeldPlaces> {
  const { context, inputs } = session;
  const isReader = wanted.namespaces.length === 0 && !wanted.clusterWide;
  if (isReader || !changesThings(inputs.dryRun)) {
    const release = (): Promise<void> => Promise.resolve();
    return { cluster: session.cluster, signal: context.signal, hasSwept: false, release };
  }
  const cluster = clusterOf(session);
  const places = placesOf(wanted);
  const locks = await takeLocks(cluster, places, session);
  const signal = AbortSignal.any([context.signal, locks.signal]);
  try {
    let hasSwept = false;
    for (const place of places) {
      const outcomes = await sweep(place, locks, session, signal);
      hasSwept ||= outcomes.some(({ outcome }) => outcome === 'undone');
    }
    return { cluster: locks.cluster, signal, hasSwept, release: () => locks.release() };
  } catch (error) {
    await locks.release();
    throw error;
  }
}

async function takeLocks(
  cluster: Cluster,
  places: readonly ChaosPlace[],
  { context, holder, inputs }: ChaosSession,
): Promise<ChaosLocks> {
  try {
    const request = { places, waitFor: inputs.lockTimeout, holder };
    return await takeChaosLocks(cluster, request, context);
  } catch (error) {
    if (isApiError(error, 403) && error.call.namespace === clusterNamespace) {
      const why = `the lock of nodes, which lies in namespace ${clusterNamespace} for the whole cluster, could not be taken`;
      throw noEffect({ message: `${why}: ${error.message}`, hint: error.hint });
    }
    if (error instanceof LockHeldError) throw noEffect(error);
    throw error;
  }
}

function noEffect({ message, hint }: { message: string; hint: string | undefined }): VerdictError {
  return new VerdictError('no-effect', message, hint === undefined ? {} : { hint });
}

async function sweep(
  place: ChaosPlace,
  { cluster }: ChaosLocks,
  { context: { clock, log, run }, holder }: ChaosSession,
  signal: AbortSignal,
): Promise<readonly UndoOutcome[]> {
  const except = runKeyOf(run, holder.nonce);
  const outcomes = await sweepPlace({ cluster, clock, log }, place, { except }, signal);
  const failed = outcomes.find(({ outcome }) => outcome === 'failed');
  if (failed === undefined) return outcomes;
  throw new VerdictError(
    'no-effect',
    `"${failed.title}", which a dead run left in ${describePlace(place)}, could not be taken back: ${failed.reason}`,
    { hint: 'Nothing was done. Mend that first, by hand or with mode: recover' },
  );
}
