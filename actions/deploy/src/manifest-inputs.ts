import { readFileSync } from 'node:fs';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { findManifestFiles } from '@kube-delivery/shared/manifests/find-files';
import { parseImageEntry } from '@kube-delivery/shared/manifests/image-entry';
import type { ImageEntry } from '@kube-delivery/shared/manifests/image-entry';
import { parseImageListFile } from '@kube-delivery/shared/manifests/image-list-file';
import { loadManifests } from '@kube-delivery/shared/manifests/load';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { replaceImages } from '@kube-delivery/shared/manifests/replace-images';

/** An entry and the input that it came from. */
interface GivenEntry {
  readonly input: string;
  readonly entry: ImageEntry;
}

/**
 * Reads `manifests`, `images`, `images-from` and `allow-floating-tags`: the release's objects with
 * their images replaced.
 */
export function readManifests(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly Manifest[] {
  const patterns = reader
    .requiredText('manifests')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const { manifests, problems } =
    patterns.length > 0 ? loadManifests(patterns, run) : { manifests: [], problems: [] };
  for (const { message, ...place } of problems) reader.reject('manifests', message, place);
  const given = [...readImages(reader), ...readImagesFrom(reader, run)];
  const replaced = replaceImages(
    manifests,
    given.map(({ entry }) => entry),
  );
  // What is not in manifests that could not be read says nothing about the images.
  if (!reader.isRejected('manifests')) {
    for (const { entry, message } of replaced.problems) {
      const from = given.find((each) => each.entry === entry);
      reader.reject(from?.input ?? 'images', message);
    }
  }
  return replaced.manifests;
}

function readImages(reader: InputReader): readonly GivenEntry[] {
  const allowFloating = reader.boolean('allow-floating-tags', false);
  return reader.list('images', { commas: true }).flatMap((text) => {
    const entry = parseImageEntry(text, allowFloating);
    if (typeof entry !== 'string') return [{ input: 'images', entry }];
    reader.reject('images', entry);
    return [];
  });
}

function readImagesFrom(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly GivenEntry[] {
  const name = reader.text('images-from');
  if (name === undefined) return [];
  const { files, problems } = findManifestFiles([name], run);
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
