import type { Finding } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import { placeOfKubeVersion } from './explain-failure.ts';
import { findingOf } from './place-finding.ts';
import { planVersions } from './plan-versions.ts';
import { kubeVersionExcluded } from './rules.ts';

/**
 * Says for which Kubernetes versions a chart is not checked, as its kubeVersion excludes them: a notice,
 * and a warning where these are all.
 */
export function excludedVersions(
  chart: LoadedChart,
  kubernetesVersions: readonly string[],
): Finding | undefined {
  const { constraint, excluded } = planVersions(chart, kubernetesVersions);
  if (excluded.length === 0 || chart.isLibrary) return undefined;
  const isAll = excluded.length === kubernetesVersions.length;
  return findingOf(chart, [], {
    rule: kubeVersionExcluded,
    severity: isAll ? 'warning' : kubeVersionExcluded.severity,
    place: placeOfKubeVersion(chart),
    message: isAll
      ? `the chart is not rendered: its kubeVersion ${constraint} excludes ${excluded.join(', ')}, all versions that it would be checked for`
      : `the chart is not checked for Kubernetes ${excluded.join(', ')}, which its kubeVersion ${constraint} excludes`,
    hint: isAll
      ? 'Widen kubeVersion, or give kubernetes-versions that the chart is for'
      : 'Widen kubeVersion if the chart is for them',
  });
}
