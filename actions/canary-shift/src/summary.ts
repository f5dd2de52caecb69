import {
  blocks,
  bullets,
  code,
  codeBlock,
  details,
  empty,
  table,
  text,
} from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { Journal, StepReport } from './journal.ts';
import { describeShare } from './share.ts';

const signs: Readonly<Record<StepReport['outcome'], string>> = {
  pass: '✅ passed',
  fail: '❌ failed',
  inconclusive: '❔ inconclusive',
};

/** What the job summary shows of a run: a table of its steps, a chart of the shares, findings. */
export function summarize(journal: Journal): Markdown {
  const { events, steps } = journal;
  const rows = steps.map((step) => [
    text(String(step.step)),
    text(`${step.weight}%`),
    text(step.share === undefined ? '–' : describeShare(step.share)),
    text(step.proof),
    text(String(step.requests)),
    text(String(step.errors)),
    text(signs[step.outcome]),
  ]);
  return blocks(
    table(['step', 'weight', 'observed share', 'proved by', 'requests', 'errors', 'verdict'], rows),
    chart(steps),
    findings(steps),
    events.length === 0
      ? empty()
      : details(text('Events and log of the canary'), codeBlock(events.join('\n'))),
  );
}

/** The weights that were asked for and the shares that were seen, as a chart. */
function chart(steps: readonly StepReport[]): Markdown {
  const seen = steps.filter(({ share }) => share !== undefined);
  if (seen.length < 2) return empty();
  const digits = (values: readonly number[]): string =>
    values.map((value) => Number(value.toFixed(1))).join(', ');
  const lines = [
    'xychart-beta',
    '  title "Weight (bars) and observed share (line)"',
    `  x-axis [${seen.map(({ step }) => `"step ${step}"`).join(', ')}]`,
    '  y-axis "% of traffic" 0 --> 100',
    `  bar [${digits(seen.map(({ weight }) => weight))}]`,
    `  line [${digits(seen.map(({ share }) => share?.percent ?? 0))}]`,
  ];
  return codeBlock(lines.join('\n'), 'mermaid');
}

function findings(steps: readonly StepReport[]): Markdown {
  const lines = steps.flatMap(({ findings: found, weight }) =>
    found.map(({ name, shown, state, wanted }) => [
      text(`${weight}%`),
      text(name),
      text(shown),
      code(wanted),
      text(state),
    ]),
  );
  const reasons = steps.flatMap(({ reason }) => (reason === '' ? [] : [text(reason)]));
  return blocks(
    table(['weight', 'measured', 'value', 'wanted', 'result'], lines),
    reasons.length === 0 ? empty() : bullets(reasons),
  );
}
