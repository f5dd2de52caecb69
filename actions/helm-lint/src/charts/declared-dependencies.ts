import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { TextPosition } from '@kube-delivery/shared/manifests/yaml-places';
import type { ChartFile, LoadedChart } from '../loaded-chart.ts';

/** A dependency as Chart.yaml (of apiVersion v1 also requirements.yaml) names it. */
export interface DeclaredDependency {
  readonly name: string;
  /** A constraint such as `^1.2.0`; empty allows any version. */
  readonly version: string;
  /** URL, `oci://`, `file://`, or a name that one machine's Helm knows; empty for one in `charts`. */
  readonly repository: string;
  /** What the parent calls it; its name where there is no alias. */
  readonly alias: string;
  /** Paths of values, parted by commas, of which the first boolean switches it on or off. */
  readonly condition: string;
  readonly tags: readonly string[];
  readonly importValues: readonly Json[];
  /** As it stands in the file. */
  readonly entry: Json;
  /** The file that names it, below the chart's folder. */
  readonly file: string;
  /** Its name in that file. */
  readonly at: TextPosition;
}

/** How Chart.yaml and the like are read: as Helm does, which takes the last of equal keys. */
export const helmLeniency = { lastWins: true, roundsIntegers: true } as const;

/** The dependencies of a chart in the order of their file; where both files have them, the older file's. */
export function declaredDependencies(
  chart: Pick<LoadedChart, 'files' | 'description'>,
): readonly DeclaredDependency[] {
  const requirements = chart.files.find((file) => file.path === 'requirements.yaml');
  const older =
    requirements &&
    (readYaml(requirements.text, 'kubernetes', helmLeniency).documents[0]?.value ?? null);
  if (
    requirements !== undefined &&
    isJsonObject(older) &&
    valueAt(older, 'dependencies') !== undefined
  ) {
    return dependenciesIn(older, requirements);
  }
  const own = chart.files.find((file) => file.path === 'Chart.yaml');
  return own === undefined ? [] : dependenciesIn(chart.description, own);
}

function dependenciesIn(description: Json, file: ChartFile): readonly DeclaredDependency[] {
  const entries = arrayAt(description, 'dependencies');
  if (entries.length === 0) return [];
  const places = openYamlPlaces(file.text);
  return entries.map((entry, index) => {
    const name = stringAt(entry, 'name') ?? '';
    return {
      name,
      version: scalarAt(entry, 'version'),
      repository: scalarAt(entry, 'repository'),
      alias: stringAt(entry, 'alias') ?? name,
      condition: stringAt(entry, 'condition') ?? '',
      tags: arrayAt(entry, 'tags').filter((tag) => typeof tag === 'string'),
      importValues: arrayAt(entry, 'import-values'),
      entry,
      file: file.path,
      at: places.nearestKey(['dependencies', index, 'name']),
    };
  });
}

/** Helm makes text of numbers and booleans. */
function scalarAt(entry: Json, key: string): string {
  const value = valueAt(entry, key);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
