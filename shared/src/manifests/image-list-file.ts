import { formatImageReference, parseImageReference } from '../image/reference.ts';
import { arrayAt, stringAt, valueAt } from '../json/json.ts';
import type { ImageEntry } from './image-entry.ts';

/**
 * The images in the `manifest` file that image-tag writes: `{schemaVersion: 1, images: [{registry,
 * repository, tag, digest}]}`. Where an image has a digest, it is asked for by tag and digest. Gives
 * a sentence on what is wrong with a file that is none.
 */
export function parseImageListFile(text: string): readonly ImageEntry[] | string {
  const content = parseJson(text);
  if (valueAt(content, 'schemaVersion') !== 1 || !Array.isArray(valueAt(content, 'images'))) {
    return 'is not a manifest file of image-tag, which is JSON with schemaVersion 1 and images';
  }
  const entries: ImageEntry[] = [];
  for (const [index, each] of arrayAt(content, 'images').entries()) {
    const tag = stringAt(each, 'tag') ?? '';
    const digest = stringAt(each, 'digest') ?? '';
    const image = formatImageReference({
      registry: stringAt(each, 'registry') ?? '',
      repository: stringAt(each, 'repository') ?? '',
      ...(tag === '' ? {} : { tag }),
      ...(digest === '' ? {} : { digest }),
    });
    const reference = parseImageReference(image);
    if (reference === undefined || (tag === '' && digest === '')) {
      return `has no legal image reference in images[${index}]: ${JSON.stringify(image)}`;
    }
    entries.push({ text: image, image, reference });
  }
  return entries.length > 0 ? entries : 'names no image';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
