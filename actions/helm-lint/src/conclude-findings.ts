import { allRules } from './all-rules.ts';
import { applyLevels } from './apply-levels.ts';
import type { Finding } from './finding.ts';
import { ignoreFindings, ignoresFrom } from './ignores-in-charts.ts';
import type { Inputs } from './inputs.ts';
import type { LintedChart, Outcome } from './outcome.ts';
import type { ReadCharts } from './read-charts.ts';
import { partByBaseline } from './report/baseline.ts';
import { mergeFindings } from './report/merge-findings.ts';
import { separateIgnored } from './report/separate-ignored.ts';

/** What was linted, and how. */
export interface LintRun {
  readonly read: ReadCharts;
  readonly inputs: Pick<Inputs, 'baseline' | 'levels'>;
  readonly kubernetesVersions: readonly string[];
  /** Absolute. */
  readonly workspace: string;
}

/** What counts of the findings, after levels, comments and the baseline. */
export function concludeFindings(
  { inputs, kubernetesVersions, read, workspace }: LintRun,
  findings: readonly Finding[],
  helmProcesses: number,
): Outcome {
  const charts = lintedCharts(read);
  const known = allRules.map(({ id }) => id);
  const ofComments = read.charts.flatMap(({ chart, sets }) => ignoreFindings(chart, sets, known));
  const levelled = applyLevels([...findings, ...ofComments], inputs.levels, allRules);
  const { ignored, kept } = separateIgnored(mergeFindings(levelled), ignoresFrom(workspace));
  const { accepted, fresh, gone } = partByBaseline(
    kept,
    inputs.baseline,
    charts.map(({ folder }) => folder),
  );
  return { charts, kubernetesVersions, findings: fresh, accepted, ignored, gone, helmProcesses };
}

function lintedCharts({ broken, charts }: ReadCharts): readonly LintedChart[] {
  const loaded = charts.map(({ chart: { folder, isLibrary, name }, sets }) => ({
    folder,
    name,
    renders: isLibrary ? 0 : sets.length,
  }));
  const others = broken.map(({ chart }) => ({ folder: chart, name: chart, renders: 0 }));
  return [...loaded, ...others].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
