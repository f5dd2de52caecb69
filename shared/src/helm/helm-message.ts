import path from 'node:path';
import { InputError, PreconditionError, wrongInput } from '../action/errors.ts';

/**
 * What Helm says went wrong, on one line: its last error without the words that stand before each, or
 * its last words where it named none.
 */
export function helmMessage(stderr: string): string {
  const lines = stderr.split(/\r?\n/).filter((line) => !/^\s*$/.test(line));
  const start = lines.findLastIndex((line) => line.startsWith('Error: '));
  const told = start === -1 ? lines.slice(-3) : lines.slice(start);
  const text = told.map((line) => line.trim()).join(' ');
  return text.replace(/^Error: /, '').replace(/^(?:INSTALLATION|UPGRADE) FAILED: /, '');
}

/** Where a chart's files lie, for errors that name one of them. */
export interface ChartPlace {
  readonly name: string;
  readonly folder: string;
  /** Paths below it are shown from here. */
  readonly workspace: string;
}

/**
 * What Helm's refusal to render means: an InputError where chart or values are wrong, with the
 * template's line, else a PreconditionError about the cluster. Files are named as in the workspace.
 */
export function renderFailure(stderr: string, chart: ChartPlace): InputError | PreconditionError {
  const message = helmMessage(stderr).replaceAll(`${chart.workspace}${path.sep}`, '');
  if (
    /don't meet the specifications of the schema|validating schema|\.schema\.json/.test(message)
  ) {
    return wrongInput('values', message);
  }
  if (/^failed (?:to parse|parsing) |cannot unmarshal yaml document/.test(message)) {
    return wrongInput('values', message);
  }
  const place = templatePlace(message, chart);
  if (place !== undefined) return new InputError([{ input: 'chart', message, ...place }]);
  if (chartFaults.some((fault) => fault.test(message))) return wrongInput('chart', message);
  return new PreconditionError(`Helm could not prepare the release: ${message}`, hintFor(message));
}

const chartFaults = [
  /Chart\.yaml/,
  /chart\.metadata/,
  /library charts? (?:is|are) not installable/,
  /cannot load /,
  /chart metadata is missing/,
  /manifest file/,
];

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /invalid ownership metadata|cannot be imported/,
    'Delete that object, or give it to Helm: label app.kubernetes.io/managed-by=Helm, annotations meta.helm.sh/release-name and meta.helm.sh/release-namespace',
  ],
  [
    /no matches for kind|ensure CRDs are installed/,
    'Install the CustomResourceDefinition first, or give the chart a crds folder',
  ],
  [/requires kubeVersion/, 'Take a version of the chart that is made for this cluster'],
];

/** What can be done about a failure of Helm's that is known. */
export function hintFor(message: string): { readonly hint?: string } {
  const hint = hints.find(([pattern]) => pattern.test(message))?.[1];
  return hint === undefined ? {} : { hint };
}

const templateNames =
  /(?<=^|[\s("])(?<file>[\w.-]+\/(?:[\w./-]+\/)?templates\/[\w./-]+?)(?::(?<line>\d+))?(?=[:\s)"]|$)/gu;

/** The template that a message names, as a file with its line; of several the one that it came from. */
function templatePlace(
  message: string,
  { name, folder, workspace }: ChartPlace,
): { readonly file: string; readonly line?: number } | undefined {
  const named = [...message.matchAll(templateNames)].map(({ groups = {} }) => groups);
  const { file, line } = named.findLast((each) => each.line !== undefined) ?? named[0] ?? {};
  if (file?.startsWith(`${name}/`) !== true) return undefined;
  const below = path.relative(workspace, path.join(folder, file.slice(name.length + 1)));
  return {
    file: below.split(path.sep).join('/'),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}
