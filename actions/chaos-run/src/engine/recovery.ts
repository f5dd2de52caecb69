import { messageOf } from '@kube-delivery/shared/action/errors';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { HypothesisState } from '../journal/journal.ts';
import { checkHypothesis } from './check-hypothesis.ts';
import type { EngineResult } from './engine.ts';
import { failedLook } from './failed-look.ts';
import type { Session } from './session.ts';

/** What the looks after the way back found. */
export interface Recovery {
  readonly outcome: NonNullable<EngineResult['recovery']>;
  /** The last look that was not cut short. */
  readonly last: HypothesisState | undefined;
}

/**
 * Asks the hypothesis until it holds or the recovery's time is over; asked once at least. `since` is when
 * the way back began, in milliseconds of the clock. Rejects with the job's signal's reason when that
 * aborts.
 */
export async function awaitRecovery(session: Session, since: number): Promise<Recovery> {
  const { run, world } = session;
  const probes = run.experiment.hypothesis?.probes ?? [];
  const what = 'the recovery';
  const deadline = startDeadline(world.clock, run.recoveryTimeout, what, world.signal);
  let last: HypothesisState | undefined;
  try {
    for (;;) {
      const state = await checkHypothesis(probes, session, noShelf, deadline.signal);
      last = state;
      if (state.steady_state_met === true) {
        const seconds = Math.round(world.clock.elapsed() - since) / 1000;
        session.note('hypothesis', `holds again after ${seconds} s`, true);
        return { outcome: { recovered: true, seconds }, last };
      }
      world.log.progress(`waiting for the hypothesis to hold again: ${failedLook(state)}`);
      await world.clock.sleep(run.frequency, deadline.signal);
    }
  } catch (error) {
    world.signal.throwIfAborted();
    if (!deadline.signal.aborted) throw error;
    const why = last === undefined ? messageOf(error) : failedLook(last);
    const reason = `the hypothesis did not hold again within ${formatDuration(run.recoveryTimeout)}: ${why}`;
    session.note('hypothesis', reason, false);
    return { outcome: { recovered: false, reason }, last };
  } finally {
    deadline.cancel();
  }
}

/** The journal has no place for these looks. */
const noShelf = { isQuiet: true, put: (): void => undefined, take: (): void => undefined };
