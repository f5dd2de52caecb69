import path from 'node:path';
import type { Finding, Severity } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { SourceFile } from '../marks/chart-sources.ts';
import type { Rule } from '../rules.ts';

/** A place in a template; for one that is not known the chart's own file stands. */
export interface FaultPlace {
  readonly file: SourceFile | undefined;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What is wrong at a place of a chart, whatever the object. */
export interface Fault {
  readonly rule: Rule;
  /** Where it is not the rule's. */
  readonly severity?: Severity;
  readonly place: FaultPlace;
  readonly message: string;
  readonly hint: string;
}

/** The finding of a fault that renders of these names have. */
export function findingOf(
  chart: Pick<LoadedChart, 'folder'>,
  renders: readonly string[],
  { hint, message, place, rule, severity }: Fault,
): Finding {
  const { column, file, line } = place;
  const isThere = file !== undefined && !file.isArchived;
  return {
    rule: rule.id,
    severity: severity ?? rule.severity,
    chart: chart.folder,
    renders,
    object: '',
    path: '',
    file: file?.file ?? path.posix.join(chart.folder, 'Chart.yaml'),
    line: isThere ? line : 1,
    column: isThere ? column : 1,
    message:
      file?.isArchived === true ? `${message} (${file.ownPath}:${line} in the archive)` : message,
    hint,
  };
}

/** `charts/web/templates/web.yaml:3`, as messages name a second place. */
export function shownPlace({ file, line }: FaultPlace): string {
  if (file === undefined) return 'Chart.yaml';
  return file.isArchived ? `${file.ownPath}:${line} in ${file.file}` : `${file.file}:${line}`;
}
