import type { BaselineEntry } from './report/baseline.ts';
import type { Finding, Severity } from './finding.ts';

/** A chart that was linted. */
export interface LintedChart {
  /** Relative to the workspace. */
  readonly folder: string;
  /** As Chart.yaml has it; the folder where that could not be read. */
  readonly name: string;
  /** How many value sets it was rendered with. */
  readonly renders: number;
}

/** A finding that a comment in its file takes out. */
export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** Everything that a run found. */
export interface Outcome {
  readonly charts: readonly LintedChart[];
  /** `1.36`, oldest first. */
  readonly kubernetesVersions: readonly string[];
  /** What counts, in the order of places. */
  readonly findings: readonly Finding[];
  /** Findings that the baseline has. */
  readonly accepted: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  /** What the baseline has of the linted charts and nothing has any longer. */
  readonly gone: readonly BaselineEntry[];
  /** How many Helm processes ran. */
  readonly helmProcesses: number;
}

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<Severity, number>>;

/** Counts findings by severity. */
export function countFindings(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** How many value sets were rendered, over all charts. */
export function countRenders({ charts }: Pick<Outcome, 'charts'>): number {
  return charts.reduce((sum, { renders }) => sum + renders, 0);
}
