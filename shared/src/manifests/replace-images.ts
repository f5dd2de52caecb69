import { parseImageReference, sameRepository } from '../image/reference.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import type { ImageEntry } from './image-entry.ts';
import type { Manifest } from './manifest.ts';
import { mapPodContainers, podContainers } from './pod-containers.ts';
import type { PodContainer } from './pod-containers.ts';

/** Manifests with their images replaced, and what is wrong with which entry. */
export interface ReplacedImages {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly { readonly entry: ImageEntry; readonly message: string }[];
}

/**
 * Gives every container of every pod template the image of the entry that means it: by name where an
 * entry names the container, else by repository. An entry that means no container is a problem, and so
 * are a container's name that stands in several objects and two entries for the same containers.
 */
export function replaceImages(
  manifests: readonly Manifest[],
  entries: readonly ImageEntry[],
): ReplacedImages {
  const problems = entries.flatMap((entry, index) => {
    const message =
      problemOf(entry, manifests) ?? clashOf(entry, entries.slice(0, index), manifests);
    return message === undefined ? [] : [{ entry, message }];
  });
  // What names the container is more exact than its repository.
  const byPrecision = [...entries].sort((a, b) => precisionOf(b) - precisionOf(a));
  const replaced = manifests.map(({ object, place }) => ({
    place,
    object: mapPodContainers(object, (container) => {
      const entry = byPrecision.find((each) => means(each, object, container));
      return entry === undefined ? container : { ...container, image: entry.image };
    }),
  }));
  return { manifests: replaced, problems };
}

/** The distinct images of all pod templates, in their order. */
export function imagesOf(objects: readonly KubeObject[]): readonly string[] {
  return [...new Set(objects.flatMap(podContainers).map(({ image }) => image))];
}

/** Whether the entry gives this container its image, be it replaced already or not. */
export function means(entry: ImageEntry, object: KubeObject, container: PodContainer): boolean {
  if (entry.workload !== undefined && entry.workload !== object.metadata.name) return false;
  if (entry.container !== undefined) return entry.container === container.name;
  const current = parseImageReference(container.image);
  return current !== undefined && sameRepository(current, entry.reference);
}

function problemOf(entry: ImageEntry, manifests: readonly Manifest[]): string | undefined {
  const meant = manifests.filter(({ object }) =>
    podContainers(object).some((container) => means(entry, object, container)),
  );
  const text = JSON.stringify(entry.text);
  if (meant.length === 0)
    return `${text} matches no container; ${describePresent(entry, manifests)}`;
  if (entry.container === undefined || meant.length === 1) return undefined;
  const workloads = meant.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ');
  const [first] = meant;
  const example = `${first?.object.metadata.name ?? ''}/${entry.container}=${entry.image}`;
  return entry.workload === undefined
    ? `${text} means a container of several objects (${workloads}); write for example ${example}`
    : `${text} means several objects of that name (${workloads})`;
}

function clashOf(
  entry: ImageEntry,
  earlier: readonly ImageEntry[],
  manifests: readonly Manifest[],
): string | undefined {
  const other = earlier.find(
    (each) =>
      precisionOf(each) === precisionOf(entry) &&
      manifests.some(({ object }) =>
        podContainers(object).some(
          (container) => means(each, object, container) && means(entry, object, container),
        ),
      ),
  );
  if (other === undefined || other.image === entry.image) return undefined;
  return `${JSON.stringify(entry.text)} and ${JSON.stringify(other.text)} mean the same container; keep one`;
}

function precisionOf({ container, workload }: ImageEntry): number {
  return (container === undefined ? 0 : 1) + (workload === undefined ? 0 : 1);
}

function describePresent(entry: ImageEntry, manifests: readonly Manifest[]): string {
  const containers = manifests.flatMap(({ object }) =>
    podContainers(object).map((container) => ({ object, container })),
  );
  if (containers.length === 0) return 'the manifests hold no pod template';
  const present =
    entry.container === undefined
      ? containers.map(({ container }) => repositoryOf(container.image))
      : containers.map(({ object, container }) => `${object.metadata.name}/${container.name}`);
  const what = entry.container === undefined ? 'repositories' : 'containers';
  return `the ${what} that are there: ${[...new Set(present)].join(', ')}`;
}

/** As the manifest spells it, without tag and digest. */
function repositoryOf(image: string): string {
  const named = image.replace(/@.*$/, '');
  return named.replace(/:[^/:]*$/, '');
}
