import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import { chartFinding, fileOf, shownPath } from '../charts/chart-finding.ts';
import { kindOf } from '../charts/chart-metadata.ts';
import { meetsConstraint } from '../charts/version-constraint.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { Rule } from '../rules.ts';
import { chartFields, dependencyFields, maintainerFields } from './chart-fields.ts';
import type { FieldKind } from './chart-fields.ts';
import type { Check } from './check.ts';
import { chartDuplicateKey, loosenedVersion, unknownField, wrongField } from './rules.ts';

interface FieldFault {
  readonly rule: Rule;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
}

/** Checks Chart.yaml: fields that Helm does not know, wrong types and values, keys that stand twice. */
export const checkChartFile: Check = (chart) => {
  const own = chart.files.find(({ path }) => path === 'Chart.yaml');
  if (own === undefined) return [];
  const places = openYamlPlaces(own.text);
  const file = fileOf(chart, own.path);
  const doubled = places.duplicateKeys().map(({ line, column, path, firstLine }) =>
    chartFinding(chart.folder, {
      rule: chartDuplicateKey,
      file,
      at: { line, column },
      path: shownPath(path),
      message: `stands in line ${firstLine} already, and Helm takes the last one`,
      hint: 'Remove one of them',
    }),
  );
  const faults = faultsOf(chart).map(({ path, ...fault }) =>
    chartFinding(chart.folder, {
      ...fault,
      file,
      at: places.nearestKey(path),
      path: shownPath(path),
    }),
  );
  return [...doubled, ...faults];
};

function faultsOf(chart: LoadedChart): readonly FieldFault[] {
  const { description } = chart;
  return [
    ...fieldFaults(description, chartFields, []),
    ...arrayAt(description, 'maintainers').flatMap((entry, index) => maintainer(entry, index)),
    ...arrayAt(description, 'dependencies').flatMap((entry, index) =>
      fieldFaults(entry, dependencyFields, ['dependencies', index]),
    ),
    ...apiVersion(description),
    ...version(description),
    ...kubeVersion(description),
    ...addresses(description),
  ];
}

function fieldFaults(
  entry: Json,
  fields: Readonly<Record<string, FieldKind>>,
  above: readonly (string | number)[],
): readonly FieldFault[] {
  if (!isJsonObject(entry)) return [];
  return Object.entries(entry).flatMap(([key, value]): readonly FieldFault[] => {
    const path = [...above, key];
    const kind = kindOfField(fields, key);
    if (kind === undefined) {
      const nearest = nearestWord(key, Object.keys(fields));
      const hint =
        nearest === undefined ? 'Remove it, or make it an annotation' : `Write ${nearest}`;
      return [
        {
          rule: unknownField,
          path,
          message: 'is not a field of Chart.yaml',
          hint,
        },
      ];
    }
    if (value === null || fits(value, kind)) return [];
    const isUnquoted = kind === 'quoted text' && typeof value !== 'object';
    const message = `is a ${kindOf(value)}, which must be ${wanted[kind]}`;
    return [
      {
        rule: wrongField,
        path,
        message,
        hint: isUnquoted ? 'Write it in quotes' : `Write ${wanted[kind]}`,
      },
    ];
  });
}

/** Go's decoder, and so Helm, does not mind upper and lower case. */
function kindOfField(
  fields: Readonly<Record<string, FieldKind>>,
  key: string,
): FieldKind | undefined {
  const lower = key.toLowerCase();
  return Object.entries(fields).find(([field]) => field.toLowerCase() === lower)?.[1];
}

const wanted: Readonly<Record<FieldKind, string>> = {
  text: 'text',
  'quoted text': 'text',
  texts: 'a list of text',
  boolean: 'true or false',
  'map of text': 'a map of text',
  'list of maps': 'a list of maps',
  any: 'a value',
};

function fits(value: Json, kind: FieldKind): boolean {
  switch (kind) {
    case 'quoted text':
      return typeof value === 'string';
    case 'text':
      return isScalar(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'texts':
      return Array.isArray(value) && value.every(isScalar);
    case 'list of maps':
      return Array.isArray(value) && value.every(isJsonObject);
    case 'map of text':
      return isJsonObject(value) && Object.values(value).every(isScalar);
    case 'any':
      return true;
  }
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object';
}

function maintainer(entry: Json, index: number): readonly FieldFault[] {
  const path = ['maintainers', index] as const;
  const faults = fieldFaults(entry, maintainerFields, path);
  if (!isJsonObject(entry) || (valueAt(entry, 'name') ?? '') !== '') return faults;
  const message = 'has no name';
  return [...faults, { rule: wrongField, path, message, hint: 'Give the maintainer a name' }];
}

function apiVersion(description: Json): readonly FieldFault[] {
  const found = stringAt(description, 'apiVersion');
  const at = (path: readonly string[], message: string, hint: string): readonly FieldFault[] => [
    { rule: wrongField, path, message, hint },
  ];
  if (found === undefined) {
    return at(['apiVersion'], 'is missing', 'Write apiVersion: v2');
  }
  if (found !== 'v1' && found !== 'v2') {
    return at(['apiVersion'], `${JSON.stringify(found)} is not v1 or v2`, 'Write apiVersion: v2');
  }
  const newer = ['dependencies', 'type'].find((key) => valueAt(description, key) !== undefined);
  if (found === 'v2' || newer === undefined) return [];
  return at([newer], 'Helm knows it in charts of apiVersion v2 only', 'Write apiVersion: v2');
}

function version(description: Json): readonly FieldFault[] {
  const found = stringAt(description, 'version') ?? '';
  const strict =
    /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
  if (found === '' || strict.test(found)) return [];
  const message = `${JSON.stringify(found)} is not SemVer in full`;
  return [
    {
      rule: loosenedVersion,
      path: ['version'],
      message,
      hint: 'Write three numbers without v: 1.2.3',
    },
  ];
}

function kubeVersion(description: Json): readonly FieldFault[] {
  const found = stringAt(description, 'kubeVersion') ?? '';
  if (found === '' || meetsConstraint('1.30.0', found) !== undefined) return [];
  const message = `${JSON.stringify(found)} is not a range of versions`;
  return [{ rule: wrongField, path: ['kubeVersion'], message, hint: 'Write it like ">=1.28.0-0"' }];
}

/** Icon and sources, as helm lint judges them: an address with its scheme. */
function addresses(description: Json): readonly FieldFault[] {
  const icon = stringAt(description, 'icon') ?? '';
  const all = [
    ...(icon === '' ? [] : [{ path: ['icon'], address: icon }]),
    ...arrayAt(description, 'sources').map((source, index) => ({
      path: ['sources', index],
      address: typeof source === 'string' ? source : '',
    })),
  ];
  return all
    .filter(({ address }) => !/^[a-z][a-z0-9+.-]*:\S+$/i.test(address))
    .map(({ path, address }) => ({
      rule: wrongField,
      path,
      message: `${JSON.stringify(address)} is not an address`,
      hint: 'Write it with its scheme: https://…',
    }));
}
