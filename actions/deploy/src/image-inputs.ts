import { readFileSync } from 'node:fs';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { AllowedFolders } from '@kube-delivery/shared/files/user-file';
import { findManifestFiles } from '@kube-delivery/shared/manifests/find-files';
import { parseImageEntry } from '@kube-delivery/shared/manifests/image-entry';
import type { ImageEntry } from '@kube-delivery/shared/manifests/image-entry';
import { parseImageListFile } from '@kube-delivery/shared/manifests/image-list-file';

/** An entry and the input that it came from. */
export interface GivenImage {
  readonly input: 'images' | 'images-from';
  readonly entry: ImageEntry;
}

/** Reads `images`, `images-from` and `allow-floating-tags`. */
export function readImages(reader: InputReader, folders: AllowedFolders): readonly GivenImage[] {
  return [...readEntries(reader), ...readImagesFrom(reader, folders)];
}

function readEntries(reader: InputReader): readonly GivenImage[] {
  const allowFloating = reader.boolean('allow-floating-tags', false);
  return reader.list('images', { commas: true }).flatMap((text) => {
    const entry = parseImageEntry(text, allowFloating);
    if (typeof entry !== 'string') return [{ input: 'images' as const, entry }];
    reader.reject('images', entry);
    return [];
  });
}

function readImagesFrom(reader: InputReader, folders: AllowedFolders): readonly GivenImage[] {
  const name = reader.text('images-from');
  if (name === undefined) return [];
  const { files, problems } = findManifestFiles([name], folders);
  for (const { message } of problems) reader.reject('images-from', message);
  const [file, ...others] = files;
  if (file === undefined) return [];
  if (others.length > 0) {
    reader.reject('images-from', `${JSON.stringify(name)} is not one file`);
    return [];
  }
  const entries = readImageList(file.path);
  if (typeof entries !== 'string') {
    return entries.map((entry) => ({ input: 'images-from', entry }));
  }
  reader.reject('images-from', `${file.shown} ${entries}`, { file: file.shown });
  return [];
}

function readImageList(file: string): readonly ImageEntry[] | string {
  try {
    return parseImageListFile(readFileSync(file, 'utf8'));
  } catch (error) {
    return `cannot be read: ${messageOf(error)}`;
  }
}
