import { checkChartFile } from './chart-file.ts';
import type { Check } from './check.ts';
import { openSchemaCompiler } from './compile-schema.ts';
import { checkDependencies } from './dependencies.ts';
import { checkLockFile } from './lock-file.ts';
import { checkValuesFiles } from './values-file.ts';
import { valuesSchemaCheck } from './values-schema.ts';

/** All checks of a chart that need no render, for the charts of one run. */
export function openChartChecks(): Check {
  const checks: readonly Check[] = [
    checkChartFile,
    checkDependencies,
    checkLockFile,
    checkValuesFiles,
    valuesSchemaCheck(openSchemaCompiler()),
  ];
  return (chart, sets) => checks.flatMap((check) => check(chart, sets));
}
