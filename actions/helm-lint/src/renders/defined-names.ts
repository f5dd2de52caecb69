import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles } from '../marks/chart-sources.ts';

const definition = /\{\{-?\s*(?:define|block)\s+"([^"]+)"/g;

/** The names of the templates that the files of a chart and of its subcharts define. */
export function definedNames(chart: LoadedChart): readonly string[] {
  return sourceFiles(chart).flatMap(({ text }) =>
    [...text.matchAll(definition)].map(([, name = '']) => name),
  );
}
