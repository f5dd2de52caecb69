import { blocks, code, heading, inline, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { counted } from '../counted.ts';
import { countFindings, countRenders } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { Finding, Severity } from '../finding.ts';
import { hintText, placeText, subjectText } from './finding-text.ts';

const icons: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', notice: 'ℹ️' };

const order: readonly Severity[] = ['error', 'warning', 'notice'];

/** What the job summary shows below the verdict: counts, then every finding of every chart, errors first. */
export function summaryOf(outcome: Outcome): Markdown {
  const { accepted, charts, findings, gone, ignored, kubernetesVersions } = outcome;
  const { error, notice, warning } = countFindings(findings);
  const bad = charts.filter(({ folder }) => findings.some(({ chart }) => chart === folder));
  const left = [
    ...(accepted.length === 0 ? [] : [`${accepted.length} in the baseline`]),
    ...(ignored.length === 0 ? [] : [`${ignored.length} ignored by comments`]),
    ...(gone.length === 0
      ? []
      : [
          `${counted(gone.length, 'entry', 'entries')} of the baseline that nothing has any longer`,
        ]),
  ];
  const versions =
    kubernetesVersions.length === 0 ? '' : `, Kubernetes ${kubernetesVersions.join(', ')}`;
  return blocks(
    text(
      `${counted(charts.length, 'chart')}, ${counted(countRenders(outcome), 'render')}${versions}: ${counted(error, 'error')}, ${counted(warning, 'warning')}, ${counted(notice, 'notice')}`,
    ),
    text(left.length === 0 ? '' : `Not counted: ${left.join(', ')}`),
    table(
      ['chart', 'renders', 'errors', 'warnings'],
      charts.map(({ folder, renders }) => {
        const counts = countFindings(findings.filter(({ chart }) => chart === folder));
        return [
          code(folder),
          text(`${renders}`),
          text(`${counts.error}`),
          text(`${counts.warning}`),
        ];
      }),
    ),
    ...bad.flatMap(({ folder }) => describeChart(folder, findings)),
  );
}

function describeChart(folder: string, findings: readonly Finding[]): readonly Markdown[] {
  const own = findings
    .filter(({ chart }) => chart === folder)
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return [
    heading(4, inline(text('Findings of '), code(folder))),
    table(['', 'where', 'rule', 'what', 'renders'], own.map(row)),
  ];
}

function row(finding: Finding): readonly Markdown[] {
  const { hint, message, renders, rule, severity } = finding;
  const subject = subjectText(finding);
  const what = [
    ...(subject === '' ? [] : [code(subject), text(': ')]),
    text(hint === '' ? message : `${message}. ${hintText(finding)}`),
  ];
  return [
    text(icons[severity]),
    code(placeText(finding)),
    code(rule),
    inline(...what),
    text(renders.join(', ')),
  ];
}
