import { aborted, interrupted, notRecovered, rollbackFailed } from './ending-findings.ts';
import type { EngineResult, ExperimentRun } from './engine.ts';
import type { Finding } from './finding.ts';
import { isPlanned } from './left-out.ts';
import { actionFailed, deviated, gateFailed, noEffect } from './method-findings.ts';
import type { RunFacts } from './method-findings.ts';

/** What is to be said about an experiment. */
export interface Judgement extends Finding {
  /** Whether the job goes on: by the verdict, or with `compat: chaostoolkit` by its exit code. */
  readonly succeeds: boolean;
}

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
    rollbackFailed(result) ??
    notRecovered(result) ??
    aborted(result) ??
    gateFailed(result) ??
    (isPlanned(run.dry) && run.dry !== 'plan' ? undefined : noEffect(result, facts, run.dry)) ??
    // Where something was hit, what users would have seen says more than what else went wrong.
    (facts.effects > 0 ? deviated(result) : undefined) ??
    actionFailed(result) ??
    deviated(result) ??
    passed(result, run);
  const succeeds =
    run.compat === 'strict'
      ? good.includes(finding.verdict)
      : result.crashed === undefined && journal.status === 'completed' && !journal.deviated;
  return { ...finding, succeeds };
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
