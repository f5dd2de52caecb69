import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { helmMessage } from '@kube-delivery/shared/helm/helm-message';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { Finding } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles } from '../marks/chart-sources.ts';
import { readLintOutput } from './lint-output.ts';
import type { LintMessage } from './lint-output.ts';
import { findingOf } from './place-finding.ts';
import type { FaultPlace } from './place-finding.ts';
import type { RenderWorld } from './render-world.ts';
import { helmLint } from './rules.ts';

/** Command lines have their limits: a run of Helm for as many charts. */
const chartsOfOneRun = 200;

/**
 * What `helm lint` says of charts with their own values, message by message, in one run for all. What
 * other checks tell with a better line is left out: faults of templates, values, dependencies and of
 * objects, and what they know of Chart.yaml.
 */
export async function lintCharts(
  charts: readonly LoadedChart[],
  world: Pick<RenderWorld, 'helm' | 'signal'>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (let from = 0; from < charts.length; from += chartsOfOneRun) {
    const some = charts.slice(from, from + chartsOfOneRun);
    findings.push(...(await lintSome(some, world)));
  }
  return findings;
}

async function lintSome(
  charts: readonly LoadedChart[],
  { helm, signal }: Pick<RenderWorld, 'helm' | 'signal'>,
): Promise<readonly Finding[]> {
  const folders = charts.map(({ absolute }) => absolute);
  const { exitCode, stderr, stdout } = await helm.run(['lint', ...folders], signal);
  const messages = readLintOutput(stdout);
  if (exitCode !== 0 && messages.size === 0) {
    throw new PreconditionError(`helm lint could not be run: ${helmMessage(stderr)}`, {
      hint: 'Check that helm-path is a Helm of version 3.14 or newer',
    });
  }
  return charts.flatMap((chart) =>
    (messages.get(chart.absolute) ?? [])
      .filter((message) => !isKnownBetter(chart, message))
      .map((message) => toFinding(chart, message)),
  );
}

const knownOfChartFile =
  /SemVer|should be of type string|invalid (?:icon|source) URL|maintainer entry is empty|requires a name|not valid in|is required|is not valid|strictly parse|unable to parse/;

const knownOfTemplates =
  /unable to parse YAML|does not conform to Kubernetes naming|is deprecated in|must contain matchLabels/;

function isKnownBetter({ absolute }: LoadedChart, { path, severity, text }: LintMessage): boolean {
  if (path === absolute) return true;
  if (path === '') return text.startsWith('unable to load chart');
  if (path === 'values.yaml') return severity === 'error';
  if (path === 'Chart.yaml') return knownOfChartFile.test(text);
  if (path === 'templates/' || path === 'crds/') return !text.includes('directory');
  return /^(?:templates|crds)\//.test(path) && knownOfTemplates.test(text);
}

function toFinding(chart: LoadedChart, { path, severity, text }: LintMessage): Finding {
  return findingOf(chart, [], {
    rule: helmLint,
    severity,
    place: placeOf(chart, path, text),
    message: `helm lint says of ${path === '' ? 'the chart' : path}: ${text}`,
    hint: hints.find(([pattern]) => pattern.test(text))?.[1] ?? 'See what helm lint says of it',
  });
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/icon is recommended/, 'Give Chart.yaml an icon: the URL of an SVG or PNG image'],
  [/file extension/, 'Rename the file, or move it out of templates'],
  [/illegal indent/, 'Begin the document at the start of the line'],
  [/resource-policy/, 'Give each object a document of its own instead of a List'],
  [/directory does not exist/, 'Add the folder, or make the chart a library'],
  [/file does not exist/, 'Add a values.yaml, even an empty one'],
  [/maintainer/, 'Put the maintainer right'],
  [/apiextensions|CustomResourceDefinition/, 'Keep nothing but CustomResourceDefinitions in crds'],
];

/** The line that a message quotes, the key of Chart.yaml that it is about, else where its file begins. */
function placeOf(chart: LoadedChart, path: string, text: string): FaultPlace {
  const file = sourceFiles(chart).find((each) => each.path === path);
  if (file === undefined) return { file, line: 1, column: 1 };
  const lines = file.text.split('\n');
  const quoted = [...text.matchAll(/"((?:[^"\\]|\\.)+)"|'([^'\s]+)'/g)]
    .map(([, double, single]) => (double ?? single ?? '').trim())
    .map((quote) => lines.findIndex((line) => line.includes(quote)))
    .find((index) => index !== -1);
  if (quoted !== undefined) return { file, line: quoted + 1, column: 1 };
  if (path !== 'Chart.yaml') return { file, line: 1, column: 1 };
  const key = ['maintainers', 'icon'].find((each) => text.includes(each.slice(0, 4))) ?? 'name';
  return { file, ...openYamlPlaces(file.text).nearestKey([key]) };
}
