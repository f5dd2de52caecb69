import { stringAt } from '@kube-delivery/shared/json/json';
import type { ActivityRun, HypothesisState } from '../journal/journal.ts';
import type { Verdict } from '../verdict.ts';
import type { EngineResult, ExperimentRun } from './engine.ts';
import { failedLook } from './failed-look.ts';
import { failureOf } from './failure.ts';
import { isPlanned } from './left-out.ts';

/** What the engine cannot know of a run. */
export interface RunFacts {
  /** Acts that had an effect. */
  readonly effects: number;
  /** Actions in the method. */
  readonly actions: number;
  /** Why no object was there to be hit; undefined where one was, or none was looked for. */
  readonly zeroTargets: string | undefined;
}

/** What is to be said about an experiment. */
export interface Judgement {
  readonly verdict: Verdict | 'interrupted';
  /** One sentence without a full stop. */
  readonly reason: string;
  /** What the user can do. */
  readonly hint?: string;
  /** Whether the job goes on: by the verdict, or with `compat: chaostoolkit` by its exit code. */
  readonly succeeds: boolean;
}

type Finding = Omit<Judgement, 'succeeds'>;

const good: readonly string[] = ['passed', 'planned'];

/** The verdict on a run: the gravest of what is true of it. */
export function judge(
  result: EngineResult,
  run: Pick<ExperimentRun, 'compat' | 'dry'>,
  facts: RunFacts,
): Judgement {
  const { journal } = result;
  const finding =
    interrupted(result) ??
    aborted(result) ??
    rollbackFailed(result) ??
    notRecovered(result) ??
    gateFailed(result) ??
    (isPlanned(run.dry) ? undefined : noEffect(result, facts)) ??
    actionFailed(result) ??
    deviated(result) ??
    passed(result, run);
  const succeeds =
    run.compat === 'strict'
      ? good.includes(finding.verdict)
      : result.crashed === undefined && journal.status === 'completed' && !journal.deviated;
  return { ...finding, succeeds };
}

function interrupted({ journal, undo }: EngineResult): Finding | undefined {
  if (journal.status !== 'interrupted') return undefined;
  const failed = undo.filter((each) => each.outcome === 'failed').length;
  const count = undo.length === 1 ? 'its fault was' : `its ${undo.length} faults were`;
  return failed === 0
    ? {
        verdict: 'interrupted',
        reason: `the experiment was interrupted${undo.length === 0 ? '' : `; ${count} taken back`}`,
      }
    : {
        verdict: 'interrupted',
        reason: `the experiment was interrupted, and ${failed} of its faults could not be taken back`,
        hint: recoverHint,
      };
}

function aborted({ abortReason, crashed, journal }: EngineResult): Finding | undefined {
  if (crashed !== undefined) {
    return { verdict: 'aborted', reason: `Chaos Toolkit would have died of this: ${crashed}` };
  }
  if (journal.status !== 'aborted') return undefined;
  return {
    verdict: 'aborted',
    reason: `the experiment was aborted: ${abortReason ?? 'for an unknown reason'}`,
  };
}

const recoverHint =
  'Run chaos-run with mode: recover to take back what the faults left in the cluster';

function rollbackFailed({ journal, undo }: EngineResult): Finding | undefined {
  const fault = undo.find((each) => each.outcome === 'failed');
  if (fault !== undefined) {
    return {
      verdict: 'rollback-failed',
      reason: `could not take back "${fault.title}": ${fault.reason}`,
      hint: recoverHint,
    };
  }
  const rollback = journal.rollbacks.find((entry) => entry.status !== 'succeeded');
  if (rollback === undefined) return undefined;
  return {
    verdict: 'rollback-failed',
    reason: `the rollback ${nameOf(rollback)} failed: ${whyOf(rollback)}`,
    hint: 'Look at what the rollback was to restore, and restore it by hand',
  };
}

function notRecovered({ recovery }: EngineResult): Finding | undefined {
  if (recovery?.recovered !== false) return undefined;
  return {
    verdict: 'not-recovered',
    reason: recovery.reason,
    hint: 'Look at the workload: it did not come back by itself. A larger recovery-timeout gives it more time',
  };
}

function gateFailed({ journal }: EngineResult): Finding | undefined {
  const { before } = journal.steady_states;
  if (before?.steady_state_met !== false) return undefined;
  return {
    verdict: 'gate-failed',
    reason: `the hypothesis did not hold before the method, which was not played: ${failedLook(before)}`,
    hint: 'Bring the system into its steady state, or mend the hypothesis',
  };
}

function noEffect({ journal }: EngineResult, facts: RunFacts): Finding | undefined {
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

function actionFailed({ journal }: EngineResult): Finding | undefined {
  const failed = journal.run.filter((entry) => entry.status !== 'succeeded');
  const [first] = failed;
  if (first === undefined) return undefined;
  const others = failed.length === 1 ? '' : ` (and ${failed.length - 1} more)`;
  return {
    verdict: 'action-failed',
    reason: `the ${stringAt(first.activity, 'type') ?? 'activity'} ${nameOf(first)} failed${others}: ${whyOf(first)}`,
  };
}

function deviated({ journal }: EngineResult): Finding | undefined {
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

function passed({ journal, recovery }: EngineResult, run: Pick<ExperimentRun, 'dry'>): Finding {
  if (isPlanned(run.dry)) {
    return { verdict: 'planned', reason: 'the experiment was played dry, and can be run' };
  }
  const { before, after, during } = journal.steady_states;
  const wasAsked = before !== null || after !== null || during.length > 0;
  const back =
    recovery === undefined
      ? ''
      : `; it held again ${secondsText(recovery)} after the way back began`;
  return {
    verdict: 'passed',
    reason: wasAsked
      ? `the hypothesis held${back}`
      : 'every activity succeeded; there was no hypothesis to hold',
  };
}

function secondsText(recovery: NonNullable<EngineResult['recovery']>): string {
  return recovery.recovered ? `${recovery.seconds} s` : 'never';
}

function nameOf(entry: ActivityRun): string {
  return JSON.stringify(stringAt(entry.activity, 'name') ?? '');
}

function whyOf(entry: ActivityRun): string {
  return failureOf(entry) ?? 'it was cut short';
}
