import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { chartFinding, fileOf, shownPath } from '../charts/chart-finding.ts';
import type { ChartFault } from '../charts/chart-finding.ts';
import { valuesProblem, valuesText } from '../charts/read-values.ts';
import { valuesUnreadable } from '../charts/rules.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { Check } from './check.ts';
import { largeNumber, valuesDuplicateKey } from './rules.ts';

interface ValuesFile {
  /** Relative to the workspace. */
  readonly file: string;
  readonly text: string;
  /** Of the renders that take it; none where all do. */
  readonly renders: readonly string[];
  /** Whether it is known that Helm can read it: no chart is loaded otherwise. */
  readonly isReadable: boolean;
}

// No number of fewer digits is too large, and large files are read once less.
const manyDigits = /\d[\d_]{14}/;

/**
 * Checks values.yaml, those of subcharts that lie unpacked below the chart, and the files of every
 * render, as YAML: that Helm can read them, that no key stands twice and that no number is too large.
 * A file that Helm cannot read names the renders that cannot be made.
 */
export const checkValuesFiles: Check = (chart, sets) => {
  const given = new Map<string, string[]>();
  for (const { name, files } of sets) {
    for (const file of new Set(files)) given.set(file, [...(given.get(file) ?? []), name]);
  }
  given.delete('values.yaml');
  const files = [
    ...defaultsOf(chart, chart),
    ...[...given].flatMap(([file, renders]) => {
      const text = valuesText(chart, file);
      if (text === undefined) return [];
      return [{ file: fileOf(chart, file), text, renders, isReadable: false }];
    }),
  ];
  return files.flatMap(faultsOf).map((fault) => chartFinding(chart.folder, fault));
};

function defaultsOf(chart: LoadedChart, top: LoadedChart): readonly ValuesFile[] {
  const own = chart.files.find(({ path }) => path === 'values.yaml');
  const below = chart.subcharts
    .filter(({ chart: { absolute }, isArchive }) => !isArchive && isBelow(absolute, top.absolute))
    .flatMap((subchart) => defaultsOf(subchart.chart, top));
  if (own === undefined) return below;
  const file = fileOf(chart, 'values.yaml');
  return [{ file, text: own.text, renders: [], isReadable: true }, ...below];
}

function isBelow(folder: string, above: string): boolean {
  return folder.startsWith(`${above}/`);
}

function faultsOf({ file, isReadable, renders, text }: ValuesFile): readonly ChartFault[] {
  const unreadable = isReadable ? undefined : valuesProblem(text);
  if (unreadable !== undefined) {
    return [
      {
        rule: valuesUnreadable,
        file,
        renders,
        at: { line: unreadable.line, column: 1 },
        message: `the values file ${unreadable.message}`,
        hint: 'Put the YAML right; renders that take the file cannot be made before',
      },
    ];
  }
  const doubled = openYamlPlaces(text)
    .duplicateKeys()
    .map(({ line, column, path, firstLine }) => ({
      rule: valuesDuplicateKey,
      file,
      renders,
      at: { line, column },
      path: shownPath(path),
      message: `stands in line ${firstLine} already, and Helm takes the last one`,
      hint: 'Merge the two, or remove one',
    }));
  return [...doubled, ...largeNumbers(text).map((fault) => ({ ...fault, file, renders }))];
}

function largeNumbers(text: string): readonly Omit<ChartFault, 'file'>[] {
  if (!manyDigits.test(text)) return [];
  const { problems } = readYaml(text, 'kubernetes', { lastWins: true });
  return problems.map(({ line, message }) => ({
    rule: largeNumber,
    at: { line, column: 1 },
    message: message.replace(/^is not valid YAML: /, '').replace(/; write it in quotes.*$/, ''),
    hint: 'Write it in quotes',
  }));
}
