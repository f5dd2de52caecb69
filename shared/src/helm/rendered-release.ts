import { InputError } from '../action/errors.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { chartLabel } from './helm-records.ts';

/** One YAML document of what a chart renders. */
export interface RenderedDocument {
  /** The template: `shop/templates/app.yaml`. */
  readonly source: string;
  readonly isHook: boolean;
  /** Lists are taken apart. */
  readonly objects: readonly KubeObject[];
}

/** What a chart renders for one release. */
export interface RenderedRelease {
  /** `shop-1.2.0` */
  readonly chart: string;
  readonly appVersion: string;
  /** The values that were given, without the chart's own. */
  readonly values: JsonObject;
  readonly documents: readonly RenderedDocument[];
  readonly notes: string;
}

/** Reads what `helm upgrade --dry-run -o json` prints. A document that is no object is an InputError. */
export function readRendered(json: string): RenderedRelease {
  const release: unknown = JSON.parse(json);
  const chart = objectAt(release, 'chart', 'metadata');
  return {
    chart: chartLabel(stringAt(chart, 'name'), stringAt(chart, 'version')),
    appVersion: stringAt(chart, 'appVersion') ?? '',
    values: objectAt(release, 'config'),
    documents: readDocuments({
      manifest: stringAt(release, 'manifest') ?? '',
      hooks: arrayAt(release, 'hooks').map((hook) => ({
        path: stringAt(hook, 'path') ?? '',
        manifest: stringAt(hook, 'manifest') ?? '',
      })),
    }),
    notes: stringAt(release, 'info', 'notes') ?? '',
  };
}

/** Reads what `helm template` prints: the objects, hooks among them. */
export function readTemplated(
  text: string,
  { name, version }: { readonly name: string; readonly version: string },
): RenderedRelease {
  const documents = readDocuments({ manifest: text, hooks: [] }).map((document) => ({
    ...document,
    isHook: document.objects.some(
      ({ metadata }) => metadata.annotations?.['helm.sh/hook'] !== undefined,
    ),
  }));
  return { chart: chartLabel(name, version), appVersion: '', values: {}, documents, notes: '' };
}

/** The documents of a release's manifest, in Helm's order, and of its hooks. */
export function readDocuments({
  manifest,
  hooks,
}: {
  readonly manifest: string;
  readonly hooks: readonly { readonly path: string; readonly manifest: string }[];
}): readonly RenderedDocument[] {
  const parts = manifest.split(/^---\n# Source: (.*)\n/mu);
  const documents = parts.flatMap((source, index) =>
    index % 2 === 1 ? documentOf(source, parts[index + 1] ?? '', false) : [],
  );
  return [...documents, ...hooks.flatMap((hook) => documentOf(hook.path, hook.manifest, true))];
}

/** The objects of a release that stay, hooks apart. */
export function objectsOf({
  documents,
}: Pick<RenderedRelease, 'documents'>): readonly KubeObject[] {
  return documents.filter(({ isHook }) => !isHook).flatMap(({ objects }) => objects);
}

/** The objects of a release's hooks. */
export function hooksOf({ documents }: Pick<RenderedRelease, 'documents'>): readonly KubeObject[] {
  return documents.filter(({ isHook }) => isHook).flatMap(({ objects }) => objects);
}

function documentOf(source: string, text: string, isHook: boolean): readonly RenderedDocument[] {
  // A chart is mostly somebody else's, and Helm takes it so.
  const { manifests, problems } = parseManifests(text, source, { lastWins: true });
  if (problems.length > 0) {
    throw new InputError(
      problems.map(({ message }) => ({ input: 'chart', message: `as rendered, ${message}` })),
    );
  }
  // Nothing but comments, where a template had nothing to say.
  if (manifests.length === 0) return [];
  return [{ source, isHook, objects: manifests.map(({ object }) => object) }];
}
