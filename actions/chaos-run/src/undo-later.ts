import type { ActionContext } from '@kube-delivery/shared/action/context';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { PostStep } from '@kube-delivery/shared/action/run-post';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import { holderOfRun } from '@kube-delivery/shared/cluster/lock-holder';
import type { LockHolder } from '@kube-delivery/shared/cluster/lock-holder';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import { describePlace } from './locks/chaos-place.ts';
import { takeChaosLocks } from './locks/chaos-locks.ts';
import { findTracedPlaces } from './undo/find-traced-places.ts';
import { runKeyOf } from './undo/run-key.ts';
import { sweepPlace } from './undo/sweep.ts';

const key = 'faults';
/** The holder of a lock takes it again at once; only another run is waited for. */
const lockPatienceMs = 5_000;

/** Lets the post step of this job take back what is left of this run in these namespaces. */
export function keepForLater(
  { keepForPost }: Pick<ActionContext, 'keepForPost'>,
  { nonce }: LockHolder,
  namespaces: readonly string[],
): void {
  keepForPost(key, JSON.stringify({ nonce, namespaces }));
}

/**
 * Takes back what the run of this job has left, where it was killed before it could. What is already
 * taken back has no record any more, and is not touched; what is to stay is for `mode: recover`.
 */
export async function undoLater({ context, kept, reader }: PostStep): Promise<void> {
  const state = kept(key);
  if (state === undefined || state === '') return;
  const parsed: unknown = JSON.parse(state);
  const nonce = stringAt(parsed, 'nonce') ?? '';
  const namespaces = arrayAt(parsed, 'namespaces').map(String);
  const connection = readConnectionInputs(reader, context);
  reader.finish();
  const cluster = await connect(connection, context);
  try {
    await sweepOwn(cluster, namespaces, holderOfRun(context.run, nonce), context);
  } finally {
    await cluster.close();
  }
}

async function sweepOwn(
  cluster: Cluster,
  namespaces: readonly string[],
  holder: LockHolder,
  context: ActionContext,
): Promise<void> {
  const { clock, log, run, signal } = context;
  const only = runKeyOf(run, holder.nonce);
  const own = { runKey: only, holder };
  for (const place of await findTracedPlaces({ cluster, log }, namespaces, signal, own)) {
    try {
      const request = { places: [place], waitFor: lockPatienceMs, holder };
      const locks = await takeChaosLocks(cluster, request, context);
      try {
        await sweepPlace({ cluster: locks.cluster, clock, log }, place, { only }, signal);
      } finally {
        await locks.release();
      }
    } catch (error) {
      log.warning(
        `What is left in ${describePlace(place)} was not taken back: ${messageOf(error)}`,
      );
    }
  }
}
