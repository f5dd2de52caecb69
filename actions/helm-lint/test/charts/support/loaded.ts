import { loadChart } from '../../../src/charts/load-chart.ts';
import { valueSets } from '../../../src/charts/value-sets.ts';
import type { Finding } from '../../../src/finding.ts';
import type { LoadedChart, ValueSet } from '../../../src/loaded-chart.ts';

/** A chart that can be loaded. */
export function loaded(workspace: string, folder: string): LoadedChart {
  const chart = loadChart(workspace, folder);
  if ('rule' in chart) throw new Error(`${chart.file}:${chart.line}: ${chart.message}`);
  return chart;
}

/** The finding of a chart that cannot be loaded. */
export function unloadable(workspace: string, folder: string): Finding {
  const chart = loadChart(workspace, folder);
  if ('rule' in chart) return chart;
  throw new Error(`${folder} was loaded`);
}

/** The value sets of a chart without problems. */
export function setsOf(chart: LoadedChart, lines: readonly string[] = []): readonly ValueSet[] {
  const sets = valueSets(chart, lines);
  if ('problems' in sets) throw new Error(sets.problems.map(({ message }) => message).join('; '));
  return sets;
}
