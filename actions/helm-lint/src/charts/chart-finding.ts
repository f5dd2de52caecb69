import path from 'node:path';
import type { TextPosition } from '@kube-delivery/shared/manifests/yaml-places';
import type { Finding, Severity } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { Rule } from '../rules.ts';

/** What is wrong with a file of a chart. */
export interface ChartFault {
  readonly rule: Rule;
  /** Where it is not that of the rule. */
  readonly severity?: Severity;
  /** Relative to the workspace. */
  readonly file: string;
  readonly at: TextPosition;
  /** Names of the renders that have it; none where no render is needed to see it. */
  readonly renders?: readonly string[];
  /** The value or field that it is about: `image.tag`. */
  readonly path?: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * The finding of a fault that is about no object; `chart` is the folder that is linted. What is wrong
 * inside a packed chart stands at the archive, as there is no file to show.
 */
export function chartFinding(chart: string, fault: ChartFault): Finding {
  const { file, line, column, inside } = shownPlace(fault);
  return {
    rule: fault.rule.id,
    severity: fault.severity ?? fault.rule.severity,
    chart,
    renders: fault.renders ?? [],
    object: '',
    path: fault.path ?? '',
    file,
    line,
    column,
    message: inside === '' ? fault.message : `${fault.message} (${inside} of the packed chart)`,
    hint: fault.hint,
  };
}

function shownPlace({ file, at }: ChartFault) {
  const [, archive, inner] = /^(.*?\.tgz)\/(.*)$/.exec(file) ?? [];
  return archive === undefined || inner === undefined
    ? { file, ...at, inside: '' }
    : { file: archive, line: 1, column: 1, inside: `line ${at.line} in ${inner}` };
}

/** The path from the workspace of a file that is named from the chart's folder. */
export function fileOf({ folder }: Pick<LoadedChart, 'folder'>, file: string): string {
  return path.posix.join(folder, file);
}

/** `image.tags[0]` */
export function shownPath(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
