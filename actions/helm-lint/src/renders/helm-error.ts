/** A place that Helm names: a template by its name, not by its file. */
export interface TemplatePoint {
  /** `shop/templates/web.yaml`, `shop/charts/db/templates/db.yaml`; `gotpl` for a text given to tpl. */
  readonly template: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 1 where Helm does not say. */
  readonly column: number;
}

/** Why Helm did not render a chart. */
export type HelmError =
  | { readonly kind: 'parse'; readonly point: TemplatePoint; readonly message: string }
  | {
      readonly kind: 'execution';
      /** From the template that Helm began with to the line that failed. Never empty. */
      readonly points: readonly TemplatePoint[];
      /** The innermost template that is run as a file, not as what a `define` names. */
      readonly template: string;
      /** What failed there: `.Values.a.b`; empty where Helm does not say. */
      readonly action: string;
      readonly message: string;
    }
  /** `required` or `fail`: Helm names the first template's line only. */
  | { readonly kind: 'demand'; readonly point: TemplatePoint; readonly message: string }
  /** What a template gave is no YAML, or not an object. */
  | { readonly kind: 'output'; readonly template: string; readonly message: string }
  /** Templates that include each other without end: Helm's words are too many to be kept. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'kube-version' }
  | { readonly kind: 'dependencies'; readonly names: readonly string[] }
  | { readonly kind: 'values-schema'; readonly message: string }
  | { readonly kind: 'other'; readonly message: string };

/** What Go calls a text that is given to tpl. */
const textOfTpl = 'gotpl';

/** Reads what Helm 3 or 4 wrote when `helm template` failed. */
export function readHelmError(stderr: string): HelmError {
  const message = errorText(stderr);
  if (message === '' || message.includes('rendering template has a nested reference name: ')) {
    return { kind: 'endless' };
  }
  const [, template = '', line, parseFault = ''] =
    /^parse error at \((.+?)(?::(\d+))?(?::\d+)?\): ([^]*)$/.exec(message) ?? [];
  if (template !== '') {
    return { kind: 'parse', point: pointOf(template, line), message: parseFault };
  }
  const demand = /^execution error at \((.+?):(\d+)(?::(\d+))?\): ([^]*)$/.exec(message);
  if (demand !== null) {
    const [, name = '', at, column, text = ''] = demand;
    return { kind: 'demand', point: pointOf(name, at, column), message: text.trim() };
  }
  const [, source, outputFault = ''] = /^YAML parse error on (.+?): ([^]*)$/.exec(message) ?? [];
  if (source !== undefined) return { kind: 'output', template: source, message: outputFault };
  if (message.startsWith("values don't meet the specifications of the schema")) {
    return { kind: 'values-schema', message };
  }
  if (message.startsWith('chart requires kubeVersion: ')) return { kind: 'kube-version' };
  const [, missing] =
    /found in Chart\.yaml, but missing in charts\/ directory: (.*)$/m.exec(message) ?? [];
  if (missing !== undefined) return { kind: 'dependencies', names: missing.split(', ') };
  return readExecution(message) ?? { kind: 'other', message };
}

/** The text after `Error: `, without what Helm adds to it. */
function errorText(stderr: string): string {
  const lines = stderr.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('Error: '));
  if (start === -1) return '';
  // Helm 3 tells the error again, with its stack, where it is asked for details.
  const end = lines.findIndex((line, index) => index > start && /^helm\.go:\d+: /.test(line));
  return lines
    .slice(start, end === -1 ? undefined : end)
    .join('\n')
    .replace(/^Error: /, '')
    .replace(/\n+Use --debug flag to render out invalid YAML\s*$/, '')
    .trim();
}

// Helm 3, and Helm 4 for errors of functions: all on one line.
const framesOnOneLine =
  /template: (?<name>[^"\n]+?):(?<line>\d+)(?::(?<column>\d+))?: (?:executing "(?<executed>[^\n]*?)" at <(?<action>[^]*?)>: )?/g;

// Helm 4: a line for the place, one for the action, one for what went wrong.
const framesOnLines =
  /^(?<name>\S[^\n]*?):(?<line>\d+):(?<column>\d+)\n {2}executing "(?<executed>[^\n]*)" at <(?<action>[^]*?)>:$/gm;

function readExecution(message: string): HelmError | undefined {
  const isOneLine = message.startsWith('template: ');
  const frames = [...message.matchAll(isOneLine ? framesOnOneLine : framesOnLines)];
  const last = frames.at(-1);
  if (last === undefined) return undefined;
  const files = frames.filter(
    ({ groups }) => groups?.executed === groups?.name && groups?.name !== textOfTpl,
  );
  const fault = message.slice(last.index + last[0].length);
  return {
    kind: 'execution',
    points: frames.map(({ groups }) => pointOf(groups?.name ?? '', groups?.line, groups?.column)),
    template: (files.at(-1) ?? frames[0])?.groups?.name ?? '',
    action: oneLine(last.groups?.action ?? ''),
    message: oneLine(fault).replace(/^(?:error calling (?:include|tpl): |template: )+/, ''),
  };
}

function pointOf(template: string, line = '1', column = '0'): TemplatePoint {
  // Go counts columns from 0.
  return { template, line: Number(line), column: Number(column) + 1 };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
