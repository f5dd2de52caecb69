import { stringAt } from '@kube-delivery/shared/json/json';
import { junitXml } from '@kube-delivery/shared/report/junit';
import type { JunitCase } from '@kube-delivery/shared/report/junit';
import { failedLook } from '../engine/failed-look.ts';
import { failureOf } from '../engine/failure.ts';
import type { UndoOutcome } from '../engine/engine.ts';
import type { ActivityRun, HypothesisState, Journal } from '../journal/journal.ts';
import type { Played } from './played.ts';

/**
 * Experiments as JUnit XML: a suite for each, with a case for each look at the hypothesis before and after,
 * one for all looks during, one for each activity and way back, one for the recovery, and the verdict. `redact`
 * takes secrets out of a text.
 */
export function junitOf(all: readonly Played[], redact: (text: string) => string): string {
  const suites = all.map((played) => ({
    name: redact(played.title),
    cases: casesOf(played).map((each) => redacted(each, redact)),
  }));
  return junitXml('chaos-run', suites);
}

function casesOf(played: Played): readonly JunitCase[] {
  const { experiment, judgement, result } = played;
  const { before, after, during } = result.journal.steady_states;
  const make = (name: string, seconds: number, why: string | undefined): JunitCase => ({
    name,
    classname: experiment.file,
    seconds,
    problem: why === undefined ? undefined : failure(name, why),
  });
  const entry = (phase: string, each: ActivityRun): JunitCase =>
    make(`${phase}: ${stringAt(each.activity, 'name') ?? ''}`, each.duration ?? 0, whyFailed(each));
  const look = (when: string, state: HypothesisState | null): readonly JunitCase[] =>
    state === null ? [] : [make(`hypothesis ${when}`, secondsOf([state]), whyNotMet(state))];
  return [
    ...look('before', before),
    ...result.journal.run.map((each) => entry('method', each)),
    ...(during.length === 0
      ? []
      : [make('hypothesis during', secondsOf(during), whyDuring(during))]),
    ...look('after', after),
    ...result.journal.rollbacks.map((each) => entry('rollback', each)),
    ...result.undo.map((each) => make(`way back: ${each.title}`, 0, whyLeft(each))),
    ...recoveryCase(played, make),
    make(
      'verdict',
      result.journal.duration ?? 0,
      judgement.succeeds ? undefined : `${judgement.verdict}: ${judgement.reason}`,
    ),
  ];
}

function recoveryCase(
  { result }: Played,
  make: (name: string, seconds: number, why: string | undefined) => JunitCase,
): readonly JunitCase[] {
  const { recovery } = result;
  if (recovery === undefined) return [];
  return recovery.recovered
    ? [make('recovery', recovery.seconds, undefined)]
    : [make('recovery', 0, recovery.reason)];
}

function failure(type: string, message: string): NonNullable<JunitCase['problem']> {
  return { kind: 'failure', type: type.replace(/:.*/s, ''), message, text: message };
}

function whyFailed(entry: ActivityRun): string | undefined {
  return entry.status === undefined ? 'it was cut short' : failureOf(entry);
}

function whyNotMet(state: HypothesisState): string | undefined {
  return state.steady_state_met === true ? undefined : failedLook(state);
}

function whyDuring(states: Journal['steady_states']['during']): string | undefined {
  const failed = states.filter((state) => state.steady_state_met === false);
  const [first] = failed;
  if (first === undefined) return undefined;
  return `${failed.length} of ${states.length} looks failed: ${failedLook(first)}`;
}

function whyLeft({ outcome, reason }: UndoOutcome): string | undefined {
  return outcome === 'failed' ? reason : undefined;
}

function secondsOf(states: readonly HypothesisState[]): number {
  return states
    .flatMap(({ probes }) => probes)
    .reduce((sum, { duration = 0 }) => sum + duration, 0);
}

function redacted(each: JunitCase, redact: (text: string) => string): JunitCase {
  const { name, problem } = each;
  if (problem === undefined) return { ...each, name: redact(name) };
  const { message, text } = problem;
  return {
    ...each,
    name: redact(name),
    problem: { ...problem, message: redact(message), text: redact(text) },
  };
}
