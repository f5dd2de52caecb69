import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Activity } from '../experiment/experiment.ts';
import type { ExperimentRun } from './engine.ts';
import { checkHypothesis } from './check-hypothesis.ts';
import { failedLook } from './failed-look.ts';
import type { MethodEnd } from './method-end.ts';
import type { Session } from './session.ts';

/** Looks at the hypothesis that are taken beside the method. */
export interface DuringLooks {
  /** Takes no further look; resolves when the last one is through. Never rejects. */
  stop(): Promise<void>;
}

/** The probes to ask during the method, and whether a look that fails is a deviation; undefined for none. */
export function duringPlan(
  run: ExperimentRun,
): { readonly probes: readonly Activity[]; readonly counts: boolean } | undefined {
  const { experiment, hypothesisStrategy: strategy, abortOn } = run;
  const chosen = experiment.duringProbes ?? [];
  const all = experiment.hypothesis?.probes ?? [];
  const probes = chosen.length > 0 ? chosen : all;
  if (probes.length === 0) return undefined;
  const counts =
    strategy === 'during-method-only' ||
    strategy === 'continuously' ||
    (strategy === 'default' && chosen.length > 0);
  return counts || abortOn.hypothesisFailures !== undefined ? { probes, counts } : undefined;
}

/**
 * Looks at the hypothesis every `frequency` until it is stopped or the method ends. The first look
 * is taken at once.
 */
export function lookDuring(session: Session, method: MethodEnd): DuringLooks {
  const plan = duringPlan(session.run);
  if (plan === undefined) return { stop: () => Promise.resolve() };
  const stopped = new AbortController();
  const looks = lookOn(session, plan, method, stopped.signal);
  return {
    stop: () => {
      stopped.abort();
      return looks;
    },
  };
}

async function lookOn(
  session: Session,
  { probes, counts }: NonNullable<ReturnType<typeof duringPlan>>,
  method: MethodEnd,
  stopped: AbortSignal,
): Promise<void> {
  const { journal, run, world } = session;
  const { during } = journal.steady_states;
  const waking = AbortSignal.any([method.signal, stopped]);
  const shelf = {
    isQuiet: true,
    put: (state: (typeof during)[number]): void => void during.push(state),
    take: (state: (typeof during)[number]): void => void during.splice(during.indexOf(state), 1),
  };
  let failures = 0;
  let held: boolean | undefined;
  do {
    if (isOver(journal.status)) return;
    try {
      const state = await checkHypothesis(probes, session, shelf, method.signal);
      const isMet = state.steady_state_met === true;
      failures = isMet ? 0 : failures + 1;
      const reason = isMet ? '' : failedLook(state);
      if (isMet !== held) tellTurn(session, isMet, reason);
      held = isMet;
      if (!isMet) {
        if (counts && session.isStrict) journal.deviated = true;
        if (failures >= (run.abortOn.hypothesisFailures ?? Infinity)) {
          journal.status = 'aborted';
          const times = failures === 1 ? '' : ` ${failures} times in a row`;
          method.end(`the hypothesis failed${times}: ${reason}`);
          return;
        }
        if (counts && run.failFast) {
          journal.status = 'failed';
          if (session.isStrict) method.end(`the hypothesis failed during the method: ${reason}`);
          return;
        }
      }
    } catch (error) {
      if (!method.signal.aborted) {
        journal.status = 'aborted';
        session.abortReason = messageOf(error);
      }
      return;
    }
    await world.clock.sleep(run.frequency, waking).catch(() => undefined);
  } while (!stopped.aborted && !method.signal.aborted);
}

/** Only turns are told: looks are many. */
function tellTurn(session: Session, isMet: boolean, reason: string): void {
  const text = `during the method: ${isMet ? 'holds' : reason}`;
  session.note('hypothesis', text, isMet);
  session.world.log.quote(`hypothesis ${text}`);
}

function isOver(status: string | null): boolean {
  return status === 'failed' || status === 'interrupted' || status === 'aborted';
}
