import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Activity } from '../experiment/experiment.ts';
import type { UndoOutcome } from './engine.ts';
import { playAll } from './play-all.ts';
import { playsRollbacks } from './plays-rollbacks.ts';
import type { Session } from './session.ts';

/**
 * The rollbacks of the file and the undo of every recorded fault. Where the job is cancelled, the faults
 * are taken back first, and what is left of the rollbacks follows without pauses; `lastMoment` ends it all.
 * A run that Chaos Toolkit would have died of (`hasCrashed`) has no rollbacks. Rejects only with what a rollback crashed of with `compat: chaostoolkit`, the faults being taken back
 * all the same.
 */
export async function goBack(
  session: Session,
  lastMoment: AbortSignal,
  hasCrashed: boolean,
): Promise<void> {
  const { isStrict, world } = session;
  const wasCut = world.signal.aborted;
  let left = hasCrashed ? [] : chosenRollbacks(session);
  try {
    if (!wasCut) left = await rollBack(session, left, { signal: world.signal, hurried: false });
  } finally {
    session.undo = await takeBack(session, lastMoment);
  }
  // Chaos Toolkit plays no further rollback when it is interrupted while it plays them.
  if (world.signal.aborted && (wasCut || isStrict)) {
    await rollBack(session, left, { signal: lastMoment, hurried: true });
  }
}

function chosenRollbacks({
  isStrict,
  journal,
  methodBegan,
  run,
  world,
}: Session): readonly Activity[] {
  const isChosen = playsRollbacks({
    strategy: run.rollbackStrategy,
    status: world.signal.aborted ? 'interrupted' : journal.status,
    deviated: journal.deviated,
    methodBegan,
    isStrict,
  });
  return isChosen ? run.experiment.rollbacks : [];
}

/** Gives the rollbacks that were not played, or not to their end. */
async function rollBack(
  session: Session,
  rollbacks: readonly Activity[],
  how: { readonly signal: AbortSignal; readonly hurried: boolean },
): Promise<readonly Activity[]> {
  if (rollbacks.length === 0) return [];
  const { journal, world } = session;
  world.log.info('Rollbacks');
  const stage = { phase: 'rollbacks', entries: journal.rollbacks, ...how } as const;
  const played = new Set<Activity>();
  try {
    await playAll(
      rollbacks,
      session,
      stage,
      () => false,
      (activity) => played.add(activity),
    );
  } catch (error) {
    if (!how.signal.aborted) throw error;
  }
  return rollbacks.filter((activity) => !played.has(activity));
}

async function takeBack(
  session: Session,
  lastMoment: AbortSignal,
): Promise<readonly UndoOutcome[]> {
  const { methodBegan, run, world } = session;
  if (!methodBegan) return [];
  if (run.rollbackStrategy === 'never') {
    world.log.warning(
      'Nothing is taken back, as rollback-strategy is never: what the faults left in the cluster stays ' +
        'there until chaos-run runs with mode: recover',
    );
    return [];
  }
  const outcomes = await world.takeBack(lastMoment).catch((error: unknown) => [couldNot(error)]);
  for (const { title, outcome, reason } of outcomes) {
    session.note(
      'undo',
      `${title}: ${outcome}${reason === '' ? '' : `: ${reason}`}`,
      outcome !== 'failed',
    );
  }
  return outcomes;
}

function couldNot(error: unknown): UndoOutcome {
  return {
    title: 'take back the recorded faults',
    namespace: undefined,
    outcome: 'failed',
    reason: messageOf(error),
  };
}
