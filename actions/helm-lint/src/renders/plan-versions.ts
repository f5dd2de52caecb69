import { stringAt } from '@kube-delivery/shared/json/json';
import { meetsConstraint } from '../charts/version-constraint.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles } from '../marks/chart-sources.ts';

/** For which Kubernetes versions a chart is rendered. */
export interface VersionPlan {
  /** Versions that share one render, which is made for the first of them. Newest first. */
  readonly groups: readonly (readonly string[])[];
  /** Versions that the chart's kubeVersion leaves out. */
  readonly excluded: readonly string[];
  /** `>=1.30.0-0`; empty where the chart takes all versions. */
  readonly constraint: string;
}

/**
 * A render for each version where something in the chart may ask for the version, else one for all.
 * `.Capabilities.APIVersions` do not count: Helm has the same ones for every version.
 */
export function planVersions(chart: LoadedChart, versions: readonly string[]): VersionPlan {
  const constraint = stringAt(chart.description, 'kubeVersion') ?? '';
  const isAllowed = (version: string): boolean => meetsConstraint(version, constraint) ?? true;
  const allowed = [...versions].sort(newestFirst).filter(isAllowed);
  const excluded = versions.filter((version) => !isAllowed(version));
  const groups = asksForVersion(chart) ? allowed.map((version) => [version]) : [allowed];
  return { groups: groups.filter((group) => group.length > 0), excluded, constraint };
}

function asksForVersion(chart: LoadedChart): boolean {
  return sourceFiles(chart).some(
    ({ ownPath, text }) =>
      // Values can hold templates for tpl.
      /^templates\/|\.(?:ya?ml|tpl)$/.test(ownPath) &&
      !ownPath.startsWith('crds/') &&
      /\bCapabilities\b(?!\.(?:APIVersions|HelmVersion)\b)/.test(text),
  );
}

function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}
