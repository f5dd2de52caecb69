import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AllowedFolders } from '@kube-delivery/shared/files/user-file';
import { arrayAt, booleanAt, isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { findManifestFiles } from '@kube-delivery/shared/manifests/find-files';
import { groupOf, problemAt } from '@kube-delivery/shared/manifests/manifest';
import type { ManifestProblem } from '@kube-delivery/shared/manifests/manifest';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { Finding } from '../finding.ts';
import type { ChartFile, LoadedChart } from '../loaded-chart.ts';
import { customResourceNode, schemaOfVersion } from './crd-schema.ts';
import { schemaRules } from './rules.ts';
import type { SchemaNode } from './schema-node.ts';

/** A kind in one version, as a CustomResourceDefinition defines it. */
export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** The name of the CustomResourceDefinition: `widgets.example.com`. */
  readonly definition: string;
  readonly isServed: boolean;
  /** What its users are told; absent where the version is not deprecated. */
  readonly deprecation?: string;
  readonly node: SchemaNode;
}

/** CustomResourceDefinitions of the user's folders, and what stands in the way of reading them. */
export interface CrdReading {
  readonly kinds: readonly CustomKind[];
  readonly problems: readonly ManifestProblem[];
}

/** The kinds that an object defines; none where it is no CustomResourceDefinition. */
export function kindsOfCrd(object: Json): readonly CustomKind[] {
  if (!isJsonObject(object) || object.kind !== 'CustomResourceDefinition') return [];
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const group = stringAt(object, 'spec', 'group');
  const kind = stringAt(object, 'spec', 'names', 'kind');
  if (groupOf({ apiVersion }) !== 'apiextensions.k8s.io') return [];
  if (group === undefined || kind === undefined) return [];
  const plural = stringAt(object, 'spec', 'names', 'plural') ?? kind.toLowerCase();
  const definition = stringAt(object, 'metadata', 'name') ?? `${plural}.${group}`;
  const keepsUnknown = booleanAt(object, 'spec', 'preserveUnknownFields') === true;
  return versionsOf(object).flatMap((version) => {
    const name = stringAt(version, 'name');
    if (name === undefined) return [];
    const isDeprecated = booleanAt(version, 'deprecated') === true;
    const warning = stringAt(version, 'deprecationWarning') ?? `${group}/${name} is deprecated`;
    const custom: CustomKind = {
      apiVersion: `${group}/${name}`,
      kind,
      definition,
      isServed: booleanAt(version, 'served') !== false,
      ...(isDeprecated ? { deprecation: warning } : {}),
      node: customResourceNode(schemaOfVersion(object, version), keepsUnknown),
    };
    return [custom];
  });
}

/** Reads the folders, files and globs of the input `crds`; other objects in them are passed over. */
export function readCrds(patterns: readonly string[], folders: AllowedFolders): CrdReading {
  const { files, problems } = findManifestFiles(patterns, folders);
  const readings = files.map((file) => readText(readFileSync(file.path, 'utf8'), file.shown));
  const kinds = readings.flatMap((reading) => reading.kinds);
  const all = [...problems, ...readings.flatMap((reading) => reading.problems)];
  if (patterns.length > 0 && kinds.length === 0 && all.length === 0) {
    const where = patterns.join(', ');
    return { kinds, problems: [{ message: `no CustomResourceDefinition lies in ${where}` }] };
  }
  return { kinds, problems: all };
}

/** The kinds that a chart and its subcharts bring in their folders `crds`, and files that are broken. */
export function readChartCrds(chart: LoadedChart): {
  readonly kinds: readonly CustomKind[];
  readonly findings: readonly Finding[];
} {
  const readings = crdFilesOf(chart, chart.folder).map(({ file, shown }) =>
    readText(file.text, shown),
  );
  return {
    kinds: readings.flatMap(({ kinds }) => kinds),
    findings: readings.flatMap(({ problems }) =>
      problems.map(({ message, file = chart.folder, line = 1 }) => ({
        rule: schemaRules['broken-crd'].id,
        severity: schemaRules['broken-crd'].severity,
        chart: chart.folder,
        renders: [],
        object: '',
        path: '',
        file,
        line,
        column: 1,
        message: `the file ${message.replace(`${file}:${line}: `, '')}`,
        hint: 'put the YAML right, as Helm applies the file without rendering it',
      })),
    ),
  };
}

function versionsOf(definition: JsonObject): readonly Json[] {
  const versions = arrayAt(definition, 'spec', 'versions');
  if (versions.length > 0) return versions;
  const name = stringAt(definition, 'spec', 'version');
  return name === undefined ? [] : [{ name }];
}

function readText(text: string, shown: string): CrdReading {
  const { documents, problems } = readYaml(text, 'kubernetes', {
    lastWins: true,
    roundsIntegers: true,
  });
  return {
    kinds: documents.flatMap(({ value }) => itemsOf(value).flatMap(kindsOfCrd)),
    problems: problems.map(({ line, message }) => problemAt({ file: shown, line }, message)),
  };
}

function itemsOf(value: Json): readonly Json[] {
  return stringAt(value, 'kind')?.endsWith('List') === true ? arrayAt(value, 'items') : [value];
}

interface CrdFile {
  readonly file: ChartFile;
  readonly shown: string;
}

/** Files in an archive are shown as the archive. */
function crdFilesOf(chart: LoadedChart, folder: string, archive?: string): readonly CrdFile[] {
  const own = chart.files
    .filter(({ path: file }) => /^crds\/.*\.(?:ya?ml|json)$/.test(file))
    .map((file) => ({ file, shown: archive ?? path.posix.join(folder, file.path) }));
  const below = chart.subcharts.flatMap((subchart) => {
    const place = path.posix.join(folder, subchart.path);
    return crdFilesOf(subchart.chart, place, archive ?? (subchart.isArchive ? place : undefined));
  });
  return [...own, ...below];
}
