import { parseImageReference } from '../image/reference.ts';
import type { ImageReference } from '../image/reference.ts';

/** One line of `images`: which containers get which image. */
export interface ImageEntry {
  /** As the user wrote it. */
  readonly text: string;
  /** What the containers get. */
  readonly image: string;
  readonly reference: ImageReference;
  /** Only containers of this name, of any repository; all containers of the repository where undefined. */
  readonly container?: string;
  /** Only in the object of this name. */
  readonly workload?: string;
}

/**
 * Reads `repo:tag`, `repo@digest`, `container=ref` or `workload/container=ref`; gives a sentence on
 * what is wrong with anything else. A floating reference is refused unless `allowFloating`: `latest`,
 * or neither tag nor digest.
 */
export function parseImageEntry(text: string, allowFloating: boolean): ImageEntry | string {
  const equals = text.indexOf('=');
  const image = text.slice(equals + 1);
  const reference = parseImageReference(image);
  if (reference === undefined) {
    return `${JSON.stringify(text)} holds no image reference; write repository:tag, repository@digest or container=repository:tag`;
  }
  if (isFloating(reference) && !allowFloating) {
    return `${JSON.stringify(text)} names no fixed version; give a tag other than latest or a digest, or set allow-floating-tags`;
  }
  if (equals === -1) return { text, image, reference };
  const target = /^(?:([a-z0-9.-]+)\/)?([a-z0-9-]+)$/.exec(text.slice(0, equals));
  const [, workload, container] = target ?? [];
  if (container === undefined) {
    return `${JSON.stringify(text)} names no container; write container=image or workload/container=image`;
  }
  return { text, image, reference, container, ...(workload === undefined ? {} : { workload }) };
}

/** Whether what the reference names may change: `latest`, or neither tag nor digest. */
export function isFloating({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}
