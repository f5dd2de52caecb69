import type { JsonObject } from '@kube-delivery/shared/json/json';
import { countFindings, countRenders } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import { findingJson } from './baseline.ts';

/** What the report file holds beside what every report has. It is a baseline for later runs too. */
export function reportOf(outcome: Outcome): JsonObject {
  const { accepted, charts, findings, gone, helmProcesses, ignored, kubernetesVersions } = outcome;
  const { error, notice, warning } = countFindings(findings);
  return {
    charts: charts.map(({ folder, name, renders }) => ({ folder, name, renders })),
    renders: countRenders(outcome),
    kubernetesVersions,
    errors: error,
    warnings: warning,
    notices: notice,
    findings: findings.map(findingJson),
    accepted: accepted.map(findingJson),
    ignored: ignored.map(({ finding, reason }) => ({ ...findingJson(finding), reason })),
    gone: gone.map((entry) => ({ ...entry })),
    helmProcesses,
  };
}
