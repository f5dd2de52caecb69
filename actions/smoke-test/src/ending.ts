import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import { describeDiagnosis } from '@kube-delivery/shared/report/diagnosis';
import { blocks, code, empty, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { quantile } from '@kube-delivery/shared/statistics/quantile';
import { isGood, isGoodAttempt } from './attempt.ts';
import type { Attempt, Round } from './attempt.ts';
import type { Judgement, Verdict } from './verdict.ts';
import type { Outcome } from './until-stable.ts';

/** The outputs of smoke-test beside those of every action. */
export const outputNames = ['passed', 'failed', 'total', 'p50-ms', 'p95-ms', 'p99-ms'] as const;

/** Everything that the user is told of the rounds that decide. */
export function ending(
  judgement: Judgement,
  { deciding, rounds }: Outcome,
  diagnoses: readonly Diagnosis[],
): ActionResult<Verdict> {
  const last = deciding.at(-1);
  const attempts = last?.attempts ?? [];
  const failed = attempts.filter((attempt) => !isGoodAttempt(attempt)).length;
  const latencies = deciding.flatMap((round) =>
    round.attempts.flatMap(({ latency }) => (latency === undefined ? [] : [latency])),
  );
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((level) => milliseconds(latencies, level));
  const counts = { passed: attempts.length - failed, failed, total: attempts.length };
  return {
    ...judgement,
    outputs: { ...counts, 'p50-ms': p50 ?? '', 'p95-ms': p95 ?? '', 'p99-ms': p99 ?? '' },
    report: {
      ...counts,
      rounds,
      decidingRounds: deciding.length,
      latency: { p50Ms: p50 ?? null, p95Ms: p95 ?? null, p99Ms: p99 ?? null },
      checks: attempts.map(({ check, place, latency, problems }) => ({
        check,
        place,
        latencyMs: latency === undefined ? null : Math.round(latency),
        passed: problems.length === 0,
        problems,
      })),
      problems: last === undefined ? [] : [...last.problems, ...last.wrongImages],
      diagnoses: diagnoses.map(({ object, containers, ...rest }) => ({
        ...rest,
        object: { ...object },
        containers: containers.map((container) => ({ ...container })),
      })),
    },
    summary: summarize(last, deciding.length, diagnoses),
  };
}

function summarize(
  last: Round | undefined,
  decidingRounds: number,
  diagnoses: readonly Diagnosis[],
): Markdown {
  if (last === undefined) return empty();
  const shown = isGood(last) ? `The last of ${decidingRounds} good rounds.` : 'The last bad round.';
  return blocks(
    table(['', 'check', 'asked', 'latency', 'what is wrong'], last.attempts.map(row)),
    ...[...last.wrongImages, ...last.problems].map(text),
    text(shown),
    ...diagnoses.map(describeDiagnosis),
  );
}

function row({ check, place, latency, problems }: Attempt): readonly Markdown[] {
  return [
    text(problems.length === 0 ? '✅' : '❌'),
    text(check),
    code(place),
    text(latency === undefined ? '–' : `${latency.toFixed(0)} ms`),
    text(problems.join('; ')),
  ];
}

function milliseconds(latencies: readonly number[], level: number): number | undefined {
  const found = quantile(latencies, level);
  return found === undefined ? undefined : Number(found.toFixed(1));
}
