import { InterruptedError, messageOf } from '@kube-delivery/shared/action/errors';
import type { EngineResult, EngineWorld, ExperimentRun } from './engine.ts';
import { goBack } from './go-back.ts';
import { asksAfter, goForward, looksAfterUndo, statusOf } from './go-forward.ts';
import { isPlanned } from './left-out.ts';
import { openLastMoment } from './last-moment.ts';
import { awaitRecovery } from './recovery.ts';
import { Session } from './session.ts';
import { showToleranceValues } from './tolerance-values.ts';

/**
 * Runs one experiment: the gate, the method with the looks beside it, the look after it, the file's
 * rollbacks, the undo of every recorded fault, and the recovery. What goes wrong is in the result; it
 * rejects only for what is a fault of the program itself, after the recorded faults were taken back.
 */
export async function runExperiment(run: ExperimentRun, world: EngineWorld): Promise<EngineResult> {
  const session = new Session(run, world);
  const { journal } = session;
  session.flush();
  const lastMoment = openLastMoment(world);
  let crash: Error | undefined;
  let recovery: EngineResult['recovery'];
  try {
    crash = await crashOf(session, () => goForward(session));
    const since = world.clock.elapsed();
    const hasCrashed = crash !== undefined && !session.isStrict;
    const backCrash = await crashOf(session, () => goBack(session, lastMoment.signal, hasCrashed));
    crash ??= backCrash;
    if (heldThroughout(session)) recovery = { recovered: true, seconds: 0 };
    else if (checksRecovery(session)) recovery = await recover(session, since);
  } finally {
    lastMoment.cancel();
  }
  close(session, recovery, crash === undefined);
  if (crash !== undefined && session.isStrict) throw crash;
  return {
    journal,
    timeline: session.timeline,
    methodBegan: session.methodBegan,
    abortReason: session.abortReason,
    undo: session.undo,
    recovery,
    crashed: crash?.message,
  };
}

/** What Chaos Toolkit would have died of in a phase; a cancelled job only ends the phase. */
async function crashOf(session: Session, phase: () => Promise<void>): Promise<Error | undefined> {
  try {
    await phase();
    return undefined;
  } catch (error) {
    if (session.world.signal.aborted) return undefined;
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

function checksRecovery({ isStrict, methodBegan, run, world }: Session): boolean {
  const hasProbes = (run.experiment.hypothesis?.probes ?? []).length > 0;
  const goesBack = run.rollbackStrategy !== 'never';
  return (
    isStrict && !isPlanned(run.dry) && methodBegan && goesBack && hasProbes && !world.signal.aborted
  );
}

/** The hypothesis was just found to hold, and nothing was done on the way back since. */
function heldThroughout(session: Session): boolean {
  const { journal, undo } = session;
  return (
    checksRecovery(session) &&
    journal.steady_states.after?.steady_state_met === true &&
    journal.rollbacks.length === 0 &&
    undo.every(({ outcome }) => outcome === 'nothing to do')
  );
}

async function recover(session: Session, since: number): Promise<EngineResult['recovery']> {
  const { journal, world } = session;
  try {
    const { outcome, last } = await awaitRecovery(session, since);
    if (looksAfterUndo(session) && asksAfter(session)) {
      journal.steady_states.after = last ?? null;
      if (!outcome.recovered) {
        journal.deviated = true;
        journal.status ??= last === undefined ? 'failed' : statusOf(last);
      }
    }
    return outcome;
  } catch (error) {
    if (world.signal.aborted) return undefined;
    throw error;
  }
}

function close(session: Session, recovery: EngineResult['recovery'], isWhole: boolean): void {
  const { journal, world } = session;
  if (world.signal.aborted) cut(session);
  journal.status ??= 'completed';
  if (!session.isStrict) showToleranceValues(journal, session.toleranceValues);
  const end = session.moment();
  journal.end = end.text;
  journal.duration = end.at / 1e6;
  const isGood = isWhole && journal.status === 'completed' && !journal.deviated;
  session.note('end', journal.deviated ? 'deviated' : journal.status, isGood);
  journal['x-kube-delivery'] = {
    ...journal['x-kube-delivery'],
    methodBegan: session.methodBegan,
    abortReason: session.abortReason ?? null,
    undo: session.undo.map(({ namespace, ...outcome }) => ({
      ...outcome,
      namespace: namespace ?? null,
    })),
    recovery: recovery === undefined ? null : { ...recovery },
    timeline: session.timeline.map((event) => ({ ...event })),
  };
  session.flush();
}

/** Says why the run was cut short: the signal aborts as well where the run's lock is lost. */
function cut(session: Session): void {
  const { journal, world } = session;
  const reason: unknown = world.signal.reason;
  if (reason instanceof InterruptedError) {
    journal.status = 'interrupted';
  } else {
    journal.status = 'aborted';
    session.abortReason = messageOf(reason);
  }
}
