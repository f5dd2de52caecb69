import path from 'node:path';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { valuesProblem, valuesText } from '../charts/read-values.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { sourceFiles } from '../marks/chart-sources.ts';
import type { HelmError } from './helm-error.ts';
import type { Fault, FaultPlace } from './place-finding.ts';
import { helmFailed, kubeVersionExcluded } from './rules.ts';

type ChartError = Exclude<
  HelmError,
  { readonly kind: 'parse' | 'execution' | 'demand' | 'output' | 'endless' }
>;

/**
 * What an error means that is about the chart or its values as a whole. Undefined for what the checks
 * of dependencies, values files and their schema tell with its line.
 */
export function explainFailure(
  chart: LoadedChart,
  set: ValueSet,
  error: ChartError,
): Fault | undefined {
  switch (error.kind) {
    case 'dependencies':
    case 'values-schema':
      return undefined;
    case 'kube-version':
      return {
        rule: kubeVersionExcluded,
        place: placeOfKubeVersion(chart),
        message: 'Helm renders nothing of the chart, as its kubeVersion excludes this version',
        hint: 'Check the constraint with helm template --kube-version',
      };
    case 'other': {
      const isKnown = valuesFiles(set).some(
        (file) => valuesProblem(valuesText(chart, file) ?? '') !== undefined,
      );
      if (isKnown) return undefined;
      return {
        rule: helmFailed,
        place: placeOfValue(chart, set, error.message),
        message: `Helm cannot render the chart: ${error.message.replace(/\s*\n\s*/g, ' ')}`,
        hint: 'See what helm template says of it',
      };
    }
  }
}

/** The line of Chart.yaml that says which versions the chart is for. */
export function placeOfKubeVersion(chart: LoadedChart): FaultPlace {
  const file = sourceFiles(chart).find(({ path }) => path === 'Chart.yaml');
  if (file === undefined) return { file, line: 1, column: 1 };
  return { file, ...openYamlPlaces(file.text).nearestKey(['kubeVersion']) };
}

function valuesFiles({ files }: ValueSet): readonly string[] {
  return ['values.yaml', ...files];
}

/** `type mismatch on db: …`: a subchart's values that are no map. */
function placeOfValue(chart: LoadedChart, set: ValueSet, message: string): FaultPlace {
  const [, name] = /^type mismatch on ([^:\s]+): /.exec(message) ?? [];
  const nowhere = { file: undefined, line: 1, column: 1 };
  if (name === undefined) return nowhere;
  for (const values of valuesFiles(set).toReversed()) {
    const text = valuesText(chart, values) ?? '';
    const at = openYamlPlaces(text).keyAt([name]);
    if (at === undefined) continue;
    const file = path.posix.join(chart.folder, values);
    return { file: { path: values, ownPath: values, text, file, isArchived: false }, ...at };
  }
  return nowhere;
}
