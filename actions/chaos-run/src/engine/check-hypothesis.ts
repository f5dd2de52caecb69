import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Activity } from '../experiment/experiment.ts';
import type { ActivityRun, HypothesisState } from '../journal/journal.ts';
import { withinTolerance } from '../tolerance/within-tolerance.ts';
import { exceptionLines } from './failure.ts';
import { playActivity } from './play-activity.ts';
import type { Session } from './session.ts';
import { toleranceActivity } from './tolerance-activity.ts';
import { withinGrace } from './within-grace.ts';

/** Where the state of a look goes while it is taken, and how it is taken away again. */
export interface Shelf {
  /** Its probes are asked again and again, and nothing is logged of them. */
  readonly isQuiet?: boolean;
  put(state: HypothesisState): void;
  /** The look was cut short, and Chaos Toolkit's journal would not hold it. */
  take(state: HypothesisState): void;
}

/**
 * Asks the probes one after the other, up to the first that failed or whose result its tolerance
 * does not allow. Rejects with the signal's reason when that aborts, and with
 * `compat: chaostoolkit` with whatever Chaos Toolkit would have died of.
 */
export async function checkHypothesis(
  probes: readonly Activity[],
  session: Session,
  shelf: Shelf,
  signal: AbortSignal,
): Promise<HypothesisState> {
  const state: HypothesisState = { steady_state_met: null, probes: [] };
  shelf.put(state);
  try {
    for (const probe of probes) {
      const { isQuiet = false } = shelf;
      const stage = { phase: 'hypothesis', entries: state.probes, signal, isQuiet } as const;
      const entry = await playActivity(probe, session, stage);
      entry.tolerance_met = await isMet(probe, entry, session, signal);
      if (!entry.tolerance_met) break;
      if (probe !== probes.at(-1)) session.flush();
    }
    state.steady_state_met = state.probes.every((entry) => entry.tolerance_met === true);
    return state;
  } catch (error) {
    shelf.take(state);
    throw error;
  } finally {
    session.flush();
  }
}

async function isMet(
  probe: Activity,
  entry: ActivityRun,
  session: Session,
  signal: AbortSignal,
): Promise<boolean> {
  if (entry.status !== 'succeeded') return false;
  const { dry, scope } = session.run;
  if (dry === 'probes' || dry === 'activities') return true;
  const tolerance = probe.tolerance ?? null;
  const playProbe = async (value: Json): Promise<Json> => {
    const judging = toleranceActivity(tolerance, probe, !session.isStrict);
    session.toleranceValues.set(tolerance, value);
    const call = { phase: 'hypothesis', signal, extra: { value } } as const;
    return withinGrace(session.world.play(judging, scope, call), signal, session.world.clock);
  };
  try {
    return await withinTolerance(tolerance, entry.output, scope, playProbe);
  } catch (error) {
    signal.throwIfAborted();
    if (!session.isStrict) throw error;
    entry.status = 'failed';
    entry.exception = exceptionLines(`its tolerance cannot be checked: ${messageOf(error)}`);
    return false;
  }
}
