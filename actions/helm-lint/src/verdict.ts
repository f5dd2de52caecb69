import { counted } from './counted.ts';
import { hintText, placeText, subjectText } from './report/finding-text.ts';
import { countFindings } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Finding } from './finding.ts';

/** How a run ends; `invalid` also where Helm or the clone is not as needed. */
export type Verdict = 'clean' | 'findings' | 'invalid';

/** What makes a run fail; `error` and `warning` mean that and worse. */
export type FailOn = 'error' | 'warning' | 'never';

/** All that `fail-on` may be. */
export const failOnChoices = ['error', 'warning', 'never'] as const satisfies readonly FailOn[];

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint?: string;
}

/** Whether a finding makes the run fail. */
export function isDecisive({ severity }: Pick<Finding, 'severity'>, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return severity === 'error' || (severity === 'warning' && failOn === 'warning');
}

/** Judges what was found. The reason names the first finding that decides. */
export function judge(
  { charts, findings }: Pick<Outcome, 'charts' | 'findings'>,
  failOn: FailOn,
): Judgement {
  if (charts.length === 0) {
    return { verdict: 'clean', reason: 'no chart was changed, so none was linted' };
  }
  const { error, warning } = countFindings(findings);
  const found = [
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(warning === 0 ? [] : [counted(warning, 'warning')]),
  ].join(' and ');
  const decisive = findings.filter((finding) => isDecisive(finding, failOn));
  const first = decisive.find(({ severity }) => severity === 'error') ?? decisive[0];
  if (first === undefined) {
    return {
      verdict: 'clean',
      reason: found === '' ? '' : `${found} found, which fail-on: ${failOn} lets pass`,
    };
  }
  const worse = findings.filter(({ severity }) => severity !== 'notice');
  const bad = new Set(worse.map(({ chart }) => chart)).size;
  const where = `${bad} of ${counted(charts.length, 'chart')}`;
  const subject = subjectText(first);
  return {
    verdict: 'findings',
    reason: `${found} in ${where}; first ${placeText(first)}: ${first.rule}: ${subject === '' ? '' : `${subject}: `}${first.message}`,
    hint: hintText(first),
  };
}
