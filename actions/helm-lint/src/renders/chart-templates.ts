import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles } from '../marks/chart-sources.ts';
import type { SourceFile } from '../marks/chart-sources.ts';

/** All templates of a chart and of the charts in it, notes and those that only define others too. */
export function templatesOf(chart: LoadedChart): readonly SourceFile[] {
  return sourceFiles(chart).filter(({ ownPath }) => ownPath.startsWith('templates/'));
}
