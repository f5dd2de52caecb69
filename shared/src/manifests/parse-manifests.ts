import type { KubeObject } from '../cluster/kube-object.ts';
import { isJsonObject, valueAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { problemAt } from './manifest.ts';
import type { Manifest, ManifestProblem } from './manifest.ts';
import { keepHeapSmall } from './small-heap.ts';
import { readYaml } from './yaml.ts';
import type { YamlDocument, YamlLeniency } from './yaml.ts';

/** What a text of manifests holds, and what of it is no manifest. */
export interface ManifestReading {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ManifestProblem[];
}

/** Characters from which on a text makes more garbage than the heap should keep. */
const largeText = 300_000;

/**
 * The objects of a YAML or JSON text. Lists of objects (`kind: List`, `ConfigMapList` …) are taken
 * apart; empty documents are skipped; an object without apiVersion, kind or metadata.name is a
 * problem of its line.
 */
export function parseManifests(
  text: string,
  file: string,
  leniency: YamlLeniency = {},
): ManifestReading {
  if (text.length >= largeText) keepHeapSmall();
  const { documents, problems: faults } = readYaml(text, 'kubernetes', leniency);
  const manifests: Manifest[] = [];
  const problems = faults.map(({ line, message }) => problemAt({ file, line }, message));
  for (const document of documents) {
    for (const { value, path } of flatten(document.value, [])) {
      const problem = problemOf(value, path, document);
      const place = { file, line: (problem ?? { line: document.lineOf(...path) }).line };
      if (problem) problems.push(problemAt(place, problem.message));
      else manifests.push({ object: value as KubeObject, place });
    }
  }
  return { manifests, problems };
}

type Path = readonly (string | number)[];

function flatten(
  value: Json,
  path: Path,
): readonly { readonly value: Json; readonly path: Path }[] {
  const items = valueAt(value, 'items');
  const kind = valueAt(value, 'kind');
  if (!Array.isArray(items) || typeof kind !== 'string' || !kind.endsWith('List')) {
    return [{ value, path }];
  }
  return (items as readonly Json[]).flatMap((item, index) =>
    flatten(item, [...path, 'items', index]),
  );
}

function problemOf(
  value: Json,
  path: Path,
  document: YamlDocument,
): { readonly line: number; readonly message: string } | undefined {
  const at = (message: string, ...below: Path): { line: number; message: string } => ({
    line: document.lineOf(...path, ...below),
    message,
  });
  if (!isJsonObject(value)) {
    return at('is not a Kubernetes object, which is a map with apiVersion, kind and metadata');
  }
  const missing = missingField(value);
  if (missing !== undefined) {
    const what = typeof value.kind === 'string' ? value.kind : 'object';
    if (missing === 'metadata.name' && valueAt(value, 'metadata', 'generateName') !== undefined) {
      return at(
        `${what} has metadata.generateName, with which every run would make another one; give it a metadata.name`,
      );
    }
    return at(`${what} has no ${missing}; give it as text`);
  }
  const namespace = valueAt(value, 'metadata', 'namespace');
  if (namespace !== undefined && (typeof namespace !== 'string' || namespace === '')) {
    return at('metadata.namespace is not text', 'metadata', 'namespace');
  }
  return undefined;
}

function missingField(value: JsonObject): string | undefined {
  const fields: readonly Path[] = [['apiVersion'], ['kind'], ['metadata', 'name']];
  return fields
    .find((field) => {
      const found = valueAt(value, ...field);
      return typeof found !== 'string' || found === '';
    })
    ?.join('.');
}
