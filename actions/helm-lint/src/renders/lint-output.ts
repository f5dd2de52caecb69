import type { Severity } from '../finding.ts';

/** One message of `helm lint`. */
export interface LintMessage {
  readonly severity: Severity;
  /** Below the chart: `templates/web.yaml`, `templates/`; the chart's folder; or empty. */
  readonly path: string;
  readonly text: string;
}

const total = /\n\d+ chart\(s\) linted, \d+ chart\(s\) failed\s*$/;

/** Reads what `helm lint` printed: the messages of each chart by the folder that it was named by. */
export function readLintOutput(output: string): ReadonlyMap<string, readonly LintMessage[]> {
  const charts = output.replace(total, '').split(/^==> Linting (.*)\n/m);
  return new Map(
    charts.flatMap((folder, index) =>
      index % 2 === 1 ? [[folder, readMessages(charts[index + 1] ?? '')] as const] : [],
    ),
  );
}

const severities: Readonly<Record<string, Severity>> = {
  ERROR: 'error',
  WARNING: 'warning',
  INFO: 'notice',
};

/** A message may have several lines; the next one begins with its severity. */
function readMessages(text: string): readonly LintMessage[] {
  return text.split(/^(?=\[[A-Z]+\] |Error )/m).flatMap((message) => {
    const [, level = '', path = '', told = ''] = /^\[([A-Z]+)\] (.*?): ([^]*)$/.exec(message) ?? [];
    const untyped = /^Error ([^]*)$/.exec(message)?.[1];
    const said = untyped ?? told;
    if (said.trim() === '') return [];
    const severity = untyped === undefined ? (severities[level] ?? 'notice') : 'error';
    return [{ severity, path, text: said.trim().replace(/\s*\n\s*/g, ' ') }];
  });
}
