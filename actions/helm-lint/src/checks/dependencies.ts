import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { chartFinding, fileOf } from '../charts/chart-finding.ts';
import { declaredDependencies } from '../charts/declared-dependencies.ts';
import type { DeclaredDependency } from '../charts/declared-dependencies.ts';
import { loadChart } from '../charts/load-chart.ts';
import { isLocal, localFolder } from '../charts/local-dependency.ts';
import { workspaceOf } from '../charts/read-values.ts';
import { meetsConstraint } from '../charts/version-constraint.ts';
import type { Finding } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { Check } from './check.ts';
import { dependencyMissing, dependencyUnlisted, dependencyVersion, wrongField } from './rules.ts';

/**
 * Checks what a chart depends on: that each dependency is there without network, in a version that
 * Chart.yaml allows, and that nothing else lies in `charts`.
 */
export const checkDependencies: Check = (chart) => {
  const declared = declaredDependencies(chart);
  return [
    ...declared.flatMap((dependency) => dependencyFaults(chart, dependency)),
    ...unlisted(chart, declared),
  ];
};

function dependencyFaults(chart: LoadedChart, dependency: DeclaredDependency): readonly Finding[] {
  const { name, version, file, at } = dependency;
  const fault = { file: fileOf(chart, file), at, path: `dependencies.${name}` };
  if (meetsConstraint('1.0.0', version) === undefined) {
    const message = `its version ${JSON.stringify(version)} is not a range of versions`;
    const hint = 'Write a version or a range such as ^1.2.0';
    return [chartFinding(chart.folder, { ...fault, rule: wrongField, message, hint })];
  }
  const present = chart.subcharts.filter((subchart) => subchart.chart.name === name);
  if (present.length === 0) {
    const { why, hint } = whyMissing(chart, dependency);
    const message = `cannot be found: ${why}`;
    return [chartFinding(chart.folder, { ...fault, rule: dependencyMissing, message, hint })];
  }
  const versions = present.map((subchart) => subchart.chart.version);
  if (versions.some((each) => meetsConstraint(each, version) === true)) return [];
  const message = `is there as ${versions.join(', ')}, and ${file} allows ${version} only`;
  const hint = isLocal(dependency.repository)
    ? 'Change the range, or the version of the chart it depends on'
    : 'Run helm dependency update and commit the result, or change the range';
  return [chartFinding(chart.folder, { ...fault, rule: dependencyVersion, message, hint })];
}

function whyMissing(
  chart: LoadedChart,
  { name, repository }: DeclaredDependency,
): { readonly why: string; readonly hint: string } {
  if (!isLocal(repository)) {
    const from =
      repository === ''
        ? 'it has no repository'
        : `it comes from ${repository}, and nothing is fetched here`;
    return {
      why: `it is not in the folder charts, and ${from}`,
      hint:
        repository === ''
          ? 'Add its folder to charts, or give it a repository'
          : 'Run helm dependency build in a step before, or commit the folder charts',
    };
  }
  const workspace = workspaceOf(chart);
  const hint = 'Correct the path, which starts at the folder of this chart';
  const place = localFolder(workspace, chart.folder, repository);
  if ('problem' in place) return { why: place.problem, hint };
  const local = loadChart(workspace, place.folder);
  if ('rule' in local) {
    return { why: `${local.file}:${local.line}: ${local.message}`, hint: 'Put that chart right' };
  }
  if (local.name !== name) {
    return {
      why: `the chart in ${place.folder} is called ${local.name}`,
      hint: `Name the dependency ${local.name}, with the alias ${name}`,
    };
  }
  return { why: `${place.folder} depends on this chart in turn`, hint: 'Break the circle' };
}

function unlisted(chart: LoadedChart, declared: readonly DeclaredDependency[]): readonly Finding[] {
  const known = new Set(declared.map(({ name }) => name));
  const own = chart.files.find(({ path }) => path === 'Chart.yaml');
  return chart.subcharts
    .filter((subchart) => !known.has(subchart.chart.name))
    .map((subchart) =>
      chartFinding(chart.folder, {
        rule: dependencyUnlisted,
        file: fileOf(chart, 'Chart.yaml'),
        at: openYamlPlaces(own?.text ?? '').nearestKey(['dependencies']),
        path: `dependencies.${subchart.chart.name}`,
        message: `${subchart.path} holds this chart, which Chart.yaml does not name`,
        hint: `Add ${subchart.chart.name} to the dependencies, or remove ${subchart.path}`,
      }),
    );
}
