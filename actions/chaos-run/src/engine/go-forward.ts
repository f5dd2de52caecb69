import { messageOf } from '@kube-delivery/shared/action/errors';
import type { HypothesisState } from '../journal/journal.ts';
import { watchForAbort } from './abort-watch.ts';
import { checkHypothesis } from './check-hypothesis.ts';
import { lookDuring } from './during.ts';
import { failedLook } from './failed-look.ts';
import { isPlanned } from './left-out.ts';
import { openMethodEnd } from './method-end.ts';
import type { MethodEnd } from './method-end.ts';
import { playAll } from './play-all.ts';
import type { Session } from './session.ts';

const askedBefore = ['default', 'before-method-only', 'continuously'];
const askedAfter = ['default', 'after-method-only', 'continuously'];

/** Whether the hypothesis is to be asked after the method, if it came to that. */
export function asksAfter({ run }: Session): boolean {
  return askedAfter.includes(run.hypothesisStrategy);
}

/**
 * The gate, the method with what is looked at beside it, and the look after it. Rejects with the job's
 * signal's reason when that aborts, and with `compat: chaostoolkit` with what a probe of the hypothesis
 * crashed of.
 */
export async function goForward(session: Session): Promise<void> {
  const { journal, run, world } = session;
  const hasProbes = (run.experiment.hypothesis?.probes ?? []).length > 0;
  if (hasProbes && askedBefore.includes(run.hypothesisStrategy)) {
    const state = await passGate(session);
    if (state.steady_state_met !== true) {
      journal.status = statusOf(state);
      return;
    }
  }
  await playMethod(session);
  const isOver = journal.status === 'interrupted' || journal.status === 'aborted';
  if (!isOver && hasProbes && asksAfter(session) && !looksAfterUndo(session)) {
    const state = await look(session, 'after', world.signal);
    if (state.steady_state_met !== true) {
      journal.deviated = true;
      journal.status = statusOf(state);
    }
  }
}

/** Asks before the method; again as long as the system may still be coming back. */
async function passGate(session: Session): Promise<HypothesisState> {
  const { clock, log, signal } = session.world;
  const { frequency, gatePatience } = session.run;
  const end = clock.elapsed() + gatePatience;
  for (;;) {
    const state = await look(session, 'before', signal);
    if (state.steady_state_met === true || clock.elapsed() + frequency > end) return state;
    log.progress('waiting for the system to come back from what was taken back');
    await clock.sleep(frequency, signal);
  }
}

/** Whether the look after the method is taken after the faults were taken back. */
export function looksAfterUndo({ run, isStrict }: Session): boolean {
  return run.afterUndo && isStrict && !isPlanned(run.dry) && run.rollbackStrategy !== 'never';
}

async function look(
  session: Session,
  when: 'before' | 'after',
  signal: AbortSignal,
): Promise<HypothesisState> {
  const { journal, run, world } = session;
  const { title, probes } = run.experiment.hypothesis ?? { title: '', probes: [] };
  world.log.info(`Hypothesis ${when} the method: ${title}`);
  const states = journal.steady_states;
  const shelf = {
    put: (state: HypothesisState): void => void (states[when] = state),
    take: (): void => void (states[when] = null),
  };
  const state = await checkHypothesis(probes, session, shelf, signal);
  const isMet = state.steady_state_met === true;
  const reason = isMet ? 'holds' : failedLook(state);
  session.note('hypothesis', `${when} the method: ${reason}`, isMet);
  if (!isMet) world.log.quote(`the hypothesis does not hold ${when} the method: ${reason}`);
  return state;
}

/** The status of a run whose hypothesis did not hold: `failed` where a probe gave no result. */
export function statusOf(state: HypothesisState): 'failed' | 'completed' {
  return state.probes.every((probe) => probe.status === 'succeeded') ? 'completed' : 'failed';
}

async function playMethod(session: Session): Promise<void> {
  const { journal, run, world } = session;
  world.signal.throwIfAborted();
  session.methodBegan = true;
  world.log.info('Method');
  const method = openMethodEnd(world.signal);
  const looks = lookDuring(session, method);
  const watch = watchForAbort(session, method);
  const isOver = (): boolean => journal.status !== null;
  const stage = { phase: 'method', entries: journal.run, signal: method.signal } as const;
  try {
    await playAll(run.experiment.method, session, stage, isOver);
  } catch (error) {
    afterMethodBroke(error, session, method);
  } finally {
    await watch.stop();
    await looks.stop();
  }
  // The last look may have ended the method when it was through.
  if (journal.status === 'aborted') session.abortReason ??= method.reason;
}

function afterMethodBroke(error: unknown, session: Session, method: MethodEnd): void {
  const { journal, world } = session;
  world.signal.throwIfAborted();
  if (method.reason !== undefined) {
    world.log.quote(`the method was ended: ${method.reason}`);
    return;
  }
  journal.status = 'aborted';
  session.abortReason = messageOf(error);
}
