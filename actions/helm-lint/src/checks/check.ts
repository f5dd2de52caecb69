import type { Finding } from '../finding.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';

/** A check of a chart's files that needs no render. */
export type Check = (chart: LoadedChart, sets: readonly ValueSet[]) => readonly Finding[];
