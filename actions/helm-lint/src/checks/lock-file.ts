import { arrayAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { chartFinding, fileOf } from '../charts/chart-finding.ts';
import { declaredDependencies, helmLeniency } from '../charts/declared-dependencies.ts';
import type { DeclaredDependency } from '../charts/declared-dependencies.ts';
import type { Finding } from '../finding.ts';
import type { ChartFile, LoadedChart } from '../loaded-chart.ts';
import type { Check } from './check.ts';
import { lockDigest, oldLockDigest } from './lock-digest.ts';
import { lockOutOfStep } from './rules.ts';

/**
 * Checks that Chart.lock (of apiVersion v1 requirements.lock) is in step: that its digest is the one of
 * the dependencies, and that the charts that are there have the versions it names.
 */
export const checkLockFile: Check = (chart) => {
  const file = ['Chart.lock', 'requirements.lock']
    .map((name) => chart.files.find(({ path }) => path === name))
    .find((found) => found !== undefined);
  if (file === undefined) return [];
  const declared = declaredDependencies(chart);
  const lock = readYaml(file.text, 'kubernetes', helmLeniency).documents[0]?.value ?? null;
  const places = openYamlPlaces(file.text);
  const fault = (path: readonly (string | number)[], message: string): Finding =>
    chartFinding(chart.folder, {
      rule: lockOutOfStep,
      file: fileOf(chart, file.path),
      at: places.nearestKey(path),
      message,
      hint: 'Run helm dependency update and commit the lock file',
    });
  if (!isInStep(chart, declared, lock)) {
    const message = `${file.path} does not fit the dependencies in ${declared[0]?.file ?? 'Chart.yaml'}: its digest is another one`;
    return [fault(['digest'], message)];
  }
  return versionFaults(chart, declared, file, lock, fault);
};

function isInStep(
  chart: LoadedChart,
  declared: readonly DeclaredDependency[],
  lock: Json,
): boolean {
  // The name of a repository stands for a URL that one machine knows, and the digest is of the URL.
  if (declared.some(({ repository }) => /^(?:@|alias:)/.test(repository))) return true;
  const entries =
    declared.length > 0
      ? declared.map(({ entry }) => entry)
      : valueAt(chart.description, 'dependencies');
  const given = stringAt(lock, 'digest');
  if (given === lockDigest(entries, valueAt(lock, 'dependencies'))) return true;
  return stringAt(chart.description, 'apiVersion') !== 'v2' && given === oldLockDigest(entries);
}

function versionFaults(
  chart: LoadedChart,
  declared: readonly DeclaredDependency[],
  { path: file }: ChartFile,
  lock: Json,
  fault: (path: readonly (string | number)[], message: string) => Finding,
): readonly Finding[] {
  const fetched = new Set(
    declared.filter(({ repository }) => repository !== '').map(({ name }) => name),
  );
  return arrayAt(lock, 'dependencies').flatMap((entry, index) => {
    const name = stringAt(entry, 'name') ?? '';
    const version = stringAt(entry, 'version') ?? '';
    const present = chart.subcharts
      .filter((subchart) => subchart.chart.name === name)
      .map((subchart) => subchart.chart.version);
    if (!fetched.has(name) || present.length === 0 || present.includes(version)) return [];
    const message = `${file} has ${name} ${version}, and the chart that is there is ${present.join(', ')}`;
    return [fault(['dependencies', index, 'version'], message)];
  });
}
