import { junitXml } from '@kube-delivery/shared/report/junit';
import type { JunitCase } from '@kube-delivery/shared/report/junit';
import type { Finding } from '../finding.ts';
import type { LintedChart } from '../outcome.ts';
import { isDecisive } from '../verdict.ts';
import type { FailOn } from '../verdict.ts';
import { findingSentences, placeText } from './finding-text.ts';

/**
 * Findings as JUnit XML: a suite for each chart, a case for each of its findings. One that makes the
 * run fail is a failure, another one is skipped with its message. A chart without findings has one
 * case that passed.
 */
export function junitOf(
  charts: readonly LintedChart[],
  findings: readonly Finding[],
  failOn: FailOn,
): string {
  const suites = charts.map(({ folder }) => {
    const cases = findings
      .filter(({ chart }) => chart === folder)
      .map((finding) => caseOf(finding, isDecisive(finding, failOn)));
    return { name: folder, cases: cases.length === 0 ? [withoutFindings(folder)] : cases };
  });
  return junitXml('helm-lint', suites);
}

function withoutFindings(folder: string): JunitCase {
  return { name: 'has no findings', classname: folder, seconds: 0, problem: undefined };
}

function caseOf(finding: Finding, failed: boolean): JunitCase {
  const { chart, message, renders, rule, severity } = finding;
  const text = [
    `${placeText(finding)}: ${severity}: ${findingSentences(finding)}`,
    ...(renders.length === 0 ? [] : [`Renders: ${renders.join(', ')}`]),
  ].join('\n');
  return {
    name: `${rule} at ${placeText(finding)}`,
    classname: chart,
    seconds: 0,
    problem: { kind: failed ? 'failure' : 'skipped', type: rule, message, text },
  };
}
