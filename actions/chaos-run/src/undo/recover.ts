import type { ActionContext } from '@kube-delivery/shared/action/context';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { leaseSeconds } from '@kube-delivery/shared/cluster/lease-object';
import { LockHeldError } from '@kube-delivery/shared/cluster/lease-lock';
import type { UndoOutcome } from '../engine/engine.ts';
import { takeChaosLocks } from '../locks/chaos-locks.ts';
import { describePlace } from '../locks/chaos-place.ts';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import { findTracedPlaces } from './find-traced-places.ts';
import { sweepPlace } from './sweep.ts';

/** What a recovery found. */
export interface Recovery {
  readonly outcomes: readonly UndoOutcome[];
  /** Where a run is still going on, which was left alone; `holder` says who, for people. */
  readonly alive: readonly (ChaosPlace & { readonly holder: string })[];
}

/** Longer than a dead holder's Lease lives, so that it is told from one that renews it. */
const patience = (leaseSeconds + 5) * 1000;
const parallelPlaces = 16;

/**
 * Takes back what dead runs left in these namespaces and on nodes, or in all where undefined, and removes
 * their locks. A lock that is still held is waited for `lockTimeout` milliseconds, and at least until it is clear that its
 * holder is alive. Rejects with an ApiError where the namespaces cannot be searched.
 */
export async function recover(
  cluster: Cluster,
  namespaces: readonly string[] | undefined,
  { lockTimeout }: { readonly lockTimeout: number },
  context: Pick<ActionContext, 'clock' | 'log' | 'run' | 'signal'>,
): Promise<Recovery> {
  const places = await findTracedPlaces({ cluster, log: context.log }, namespaces, context.signal);
  const waitFor = Math.max(lockTimeout, patience);
  const found = await mapConcurrently(places, parallelPlaces, async (place) => {
    try {
      return await recoverPlace(cluster, place, waitFor, context);
    } catch (error) {
      context.signal.throwIfAborted();
      return { outcomes: [unrecovered(place, error)], alive: [] };
    }
  });
  return {
    outcomes: found.flatMap(({ outcomes }) => outcomes),
    alive: found.flatMap(({ alive }) => alive),
  };
}

function unrecovered(place: ChaosPlace, error: unknown): UndoOutcome {
  const title = `what dead runs left in ${describePlace(place)}`;
  return { title, namespace: place.namespace, outcome: 'failed', reason: messageOf(error) };
}

async function recoverPlace(
  cluster: Cluster,
  place: ChaosPlace,
  waitFor: number,
  context: Pick<ActionContext, 'clock' | 'log' | 'run' | 'signal'>,
): Promise<Recovery> {
  const { clock, log, signal } = context;
  let locks;
  try {
    locks = await takeChaosLocks(cluster, { places: [place], waitFor }, context);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    return { outcomes: [], alive: [{ ...place, holder: messageOf(error) }] };
  }
  try {
    const world = { cluster: locks.cluster, clock, log };
    const held = AbortSignal.any([signal, locks.signal]);
    return { outcomes: await sweepPlace(world, place, {}, held), alive: [] };
  } finally {
    await locks.release();
  }
}
