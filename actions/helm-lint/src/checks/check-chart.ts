import type { Finding } from '../finding.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { checkChartFile } from './chart-file.ts';
import type { Check } from './check.ts';
import { checkDependencies } from './dependencies.ts';
import { checkLockFile } from './lock-file.ts';
import { checkValuesFiles } from './values-file.ts';
import { checkValuesSchema } from './values-schema.ts';

const checks: readonly Check[] = [
  checkChartFile,
  checkDependencies,
  checkLockFile,
  checkValuesFiles,
  checkValuesSchema,
];

/** All findings of a chart that need no render. */
export function checkChart(chart: LoadedChart, sets: readonly ValueSet[]): readonly Finding[] {
  return checks.flatMap((check) => check(chart, sets));
}
