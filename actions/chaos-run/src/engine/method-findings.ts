import { stringAt } from '@kube-delivery/shared/json/json';
import type { HypothesisState } from '../journal/journal.ts';
import type { Dry, EngineResult } from './engine.ts';
import { failedLook } from './failed-look.ts';
import { nameOf, whyOf } from './finding.ts';
import type { Finding } from './finding.ts';

/** What the engine cannot know of a run. */
export interface RunFacts {
  /** Acts that had an effect. */
  readonly effects: number;
  /** Actions in the method. */
  readonly actions: number;
  /** Why no object was there to be hit; undefined where one was, or none was looked for. */
  readonly zeroTargets: string | undefined;
}

/** The hypothesis did not hold before the method. */
export function gateFailed({ journal }: EngineResult): Finding | undefined {
  const { before } = journal.steady_states;
  if (before?.steady_state_met !== false) return undefined;
  return {
    verdict: 'gate-failed',
    reason: `the hypothesis did not hold before the method, which was not played: ${failedLook(before)}`,
    hint: 'Bring the system into its steady state, or mend the hypothesis',
  };
}

/** Nothing happened that could have been withstood. */
export function noEffect(
  { journal }: EngineResult,
  facts: RunFacts,
  dry: Dry | undefined,
): Finding | undefined {
  if (facts.zeroTargets !== undefined && facts.effects === 0) {
    return { verdict: 'no-effect', reason: facts.zeroTargets };
  }
  if (facts.actions === 0) {
    return {
      verdict: 'no-effect',
      reason: 'the method has no action, so that nothing was put to the test',
      hint: 'Add an action to the method; smoke-test asks checks without a fault',
    };
  }
  if (dry === 'plan') return undefined;
  // An action that failed says better why nothing happened.
  if (facts.effects > 0 || journal.run.some((entry) => entry.status !== 'succeeded')) {
    return undefined;
  }
  return {
    verdict: 'no-effect',
    reason: 'the actions of the method changed nothing',
    hint: 'Look at the selectors and arguments of the actions, and try mode: discover',
  };
}

/** An activity of the method failed. */
export function actionFailed({ journal }: EngineResult): Finding | undefined {
  const failed = journal.run.filter((entry) => entry.status !== 'succeeded');
  const [first] = failed;
  if (first === undefined) return undefined;
  const others = failed.length === 1 ? '' : ` (and ${failed.length - 1} more)`;
  return {
    verdict: 'action-failed',
    reason: `the ${stringAt(first.activity, 'type') ?? 'activity'} ${nameOf(first)} failed${others}: ${whyOf(first)}`,
  };
}

/** The hypothesis did not hold during the method or after it. */
export function deviated({ journal }: EngineResult): Finding | undefined {
  if (!journal.deviated) return undefined;
  const { after, during } = journal.steady_states;
  const looks = during.filter((state) => state.steady_state_met === false);
  const worst = isBroken(after) ? after : looks[0];
  const when = isBroken(after)
    ? 'after the method'
    : `in ${looks.length} of ${during.length} looks during the method`;
  const why = worst === undefined ? '' : `: ${failedLook(worst)}`;
  return { verdict: 'deviated', reason: `the hypothesis did not hold ${when}${why}` };
}

function isBroken(state: HypothesisState | null): state is HypothesisState {
  return state?.steady_state_met === false;
}
