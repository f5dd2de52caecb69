import { globSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { valuesPath } from './read-values.ts';

/** What is wrong with the input `values` for one chart. */
export interface ValuesProblems {
  readonly problems: readonly InputProblem[];
}

const wildcards = /[*?[\]{}]/;

/**
 * The ways in which a chart is rendered: its defaults, each `ci/*-values.yaml`, and each line of the
 * input `values`: files parted by commas, relative to the chart. A line with a glob gives a render for
 * every file that it matches, none where this chart has none. Equal ones are there once. A file that
 * is missing, or lies outside the workspace, is a problem that names the line.
 */
export function valueSets(
  chart: LoadedChart,
  lines: readonly string[],
): readonly ValueSet[] | ValuesProblems {
  const problems: InputProblem[] = [];
  const sets = new Map<string, ValueSet>();
  const add = (name: string, files: readonly string[]): void => {
    const key = files.slice(leadingDefaults(files)).join('\n');
    if (!sets.has(key)) sets.set(key, { name, files });
  };
  add('defaults', []);
  for (const file of ownSets(chart)) add(file, [file]);
  for (const line of lines) {
    for (const files of combinations(chart, line)) {
      for (const file of files) {
        if (valuesPath(chart, file) !== undefined) continue;
        const message = `${JSON.stringify(line)}: the chart ${chart.folder} has no file ${file}; paths are relative to the chart, and lie inside the workspace`;
        problems.push({ input: 'values', message });
      }
      add(files.join(','), files);
    }
  }
  return problems.length > 0 ? { problems } : [...sets.values()];
}

/** The chart's own values.yaml is given to Helm in any case, below all others. */
function leadingDefaults(files: readonly string[]): number {
  const other = files.findIndex((file) => file !== 'values.yaml');
  return other === -1 ? files.length : other;
}

function ownSets(chart: LoadedChart): readonly string[] {
  const folder = path.join(chart.absolute, 'ci');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('-values.yaml'))
    .map((name) => `ci/${name}`)
    .filter((file) => valuesPath(chart, file) !== undefined)
    .sort();
}

/** One list of files for each way to fill in the globs of a line. */
function combinations(chart: LoadedChart, line: string): readonly (readonly string[])[] {
  const items = line
    .split(/,(?![^{]*\})/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.reduce<readonly (readonly string[])[]>(
    (sets, item) => {
      const files = filesOf(chart, item);
      return sets.flatMap((set) => files.map((file) => [...set, file]));
    },
    [[]],
  );
}

function filesOf(chart: LoadedChart, item: string): readonly string[] {
  const plain = path.posix.normalize(item);
  if (!wildcards.test(item) || valuesPath(chart, plain) !== undefined) return [plain];
  return globSync(item, { cwd: chart.absolute })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => valuesPath(chart, file) !== undefined)
    .sort();
}
