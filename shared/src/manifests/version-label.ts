import { createHash } from 'node:crypto';
import type { KubeObject } from '../cluster/kube-object.ts';
import { parseImageReference } from '../image/reference.ts';
import { arrayAt, isJsonObject, objectAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { ImageEntry } from './image-entry.ts';
import { groupOf } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { isContainer, podContainers } from './pod-containers.ts';
import type { PodContainer } from './pod-containers.ts';
import { means } from './replace-images.ts';
import { selectingManifest } from './selecting-manifest.ts';

/** The label that names the version of a workload, as Kubernetes recommends it. */
export const versionLabel = 'app.kubernetes.io/version';

/** Manifests with their version labels, and what the user should know of it. */
export interface VersionLabels {
  readonly manifests: readonly Manifest[];
  readonly notices: readonly string[];
}

const longestValue = 63;
const hashLength = 8;
const legalValue = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/;
const builtInGroups = ['', 'apps', 'batch'];
/** Where a kind has its pod template: a CronJob, and all others. */
const templatePaths = [
  ['spec', 'jobTemplate', 'spec', 'template'],
  ['spec', 'template'],
] as const;

/**
 * Gives every workload whose image came from `entries` the version of that image as label
 * `app.kubernetes.io/version`, on itself and on its pod template: the tag, else the start of the
 * digest. A value that the manifest has is replaced, as it would name another version. Selectors are
 * never touched; where one of the release uses the label, nothing is labelled and a notice says so.
 * `manifests` have their images replaced already.
 */
export function withVersionLabels(
  manifests: readonly Manifest[],
  entries: readonly ImageEntry[],
): VersionLabels {
  const labelled = manifests.map((manifest) => ({
    ...manifest,
    object: withVersionLabel(manifest.object, entries),
  }));
  const changed = labelled.filter(({ object }, index) => object !== manifests[index]?.object);
  const selecting = selectingManifest(manifests, versionLabel);
  if (changed.length === 0 || selecting === undefined) return { manifests: labelled, notices: [] };
  const { object, place } = selecting;
  const names = changed.map((each) => `${each.object.kind} ${each.object.metadata.name}`);
  const notice =
    `Label ${versionLabel} is left as the manifests have it on ${names.join(', ')}: ` +
    `${object.kind} ${object.metadata.name} (${place.file}:${place.line}) selects by it.`;
  return { manifests, notices: [notice] };
}

/**
 * The version that an image reference names, as the value of a label: its tag, else the first 12
 * digits of its digest, else `latest`, which is what no tag means. A tag that is no legal value is
 * made one and keeps a hash, so that two tags never become the same value.
 */
export function versionOfImage(image: string): string | undefined {
  const reference = parseImageReference(image);
  if (reference === undefined) return undefined;
  const { digest, tag } = reference;
  if (tag !== undefined) return labelValue(tag);
  return digest === undefined ? 'latest' : digest.slice(digest.indexOf(':') + 1).slice(0, 12);
}

function labelValue(tag: string): string {
  if (tag.length <= longestValue && legalValue.test(tag)) return tag;
  const hash = createHash('sha256').update(tag).digest('hex').slice(0, hashLength);
  const start = tag
    .slice(0, longestValue - hashLength - 1)
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[^A-Za-z0-9]+$/, '');
  return start === '' ? hash : `${start}-${hash}`;
}

function withVersionLabel(object: KubeObject, entries: readonly ImageEntry[]): KubeObject {
  const versionIn = (containers: readonly PodContainer[]): string | undefined => {
    const given = containers.find((each) => entries.some((entry) => means(entry, object, each)));
    return given && versionOfImage(given.image);
  };
  const path = templatePaths.find((each) => containersIn(objectAt(object, ...each)).length > 0);
  const template = path === undefined ? {} : objectAt(object, ...path);
  const inTemplate = versionIn(containersIn(template));
  const version = inTemplate ?? versionIn([...containersIn(object), ...podContainers(object)]);
  if (version === undefined) return object;
  const labelled = withLabel(object, version) as KubeObject;
  if (path === undefined || inTemplate === undefined || !canBeLabelled(object, template)) {
    return labelled;
  }
  return replaceAt(labelled, path, withLabel(template, inTemplate)) as KubeObject;
}

/** Those of the application first: what prepares it is often another image. */
function containersIn(holder: JsonObject): readonly PodContainer[] {
  return ['containers', 'initContainers']
    .flatMap((list) => arrayAt(holder, 'spec', list))
    .filter(isContainer);
}

/** A custom resource may have a template that knows no metadata. */
function canBeLabelled(object: KubeObject, template: JsonObject): boolean {
  return builtInGroups.includes(groupOf(object)) || isJsonObject(template.metadata);
}

function withLabel(holder: JsonObject, version: string): JsonObject {
  const metadata = objectAt(holder, 'metadata');
  const labels = { ...objectAt(metadata, 'labels'), [versionLabel]: version };
  return { ...holder, metadata: { ...metadata, labels } };
}

function replaceAt(object: JsonObject, path: readonly string[], value: Json): Json {
  const [field, ...rest] = path;
  if (field === undefined) return value;
  return { ...object, [field]: replaceAt(objectAt(object, field), rest, value) };
}
