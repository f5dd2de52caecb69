import type { ActionResult } from '@kube-delivery/shared/action/action';
import { countFindings, countRenders } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { reportOf } from './report/report.ts';
import { summaryOf } from './report/summary.ts';
import type { Judgement, Verdict } from './verdict.ts';
import type { WrittenFiles } from './write-files.ts';

/** The outputs of helm-lint beside those of every action. */
export const outputNames = ['charts', 'renders', 'errors', 'warnings', 'sarif', 'junit'] as const;

/** Everything that the user is told of a run. */
export function ending(
  judgement: Judgement,
  outcome: Outcome,
  files: WrittenFiles,
): ActionResult<Verdict> {
  const { error, warning } = countFindings(outcome.findings);
  return {
    ...judgement,
    outputs: {
      charts: outcome.charts.length,
      renders: countRenders(outcome),
      errors: error,
      warnings: warning,
      sarif: files.sarif ?? '',
      junit: files.junit ?? '',
    } satisfies Record<(typeof outputNames)[number], string | number>,
    report: reportOf(outcome),
    summary: summaryOf(outcome),
  };
}
