import { readFileSync } from 'node:fs';
import { messageOf } from '../action/errors.ts';
import { findManifestFiles } from './find-files.ts';
import type { AllowedFolders } from '../files/user-file.ts';
import type { FoundFile } from './find-files.ts';
import { findDuplicates } from './manifest.ts';
import { parseManifests } from './parse-manifests.ts';
import type { ManifestReading } from './parse-manifests.ts';

/**
 * The objects of all files that `patterns` name (see findManifestFiles), in their order. Every
 * problem is given at once: patterns, YAML, objects that lack a field or stand twice, and files that
 * together hold no object at all. Read at once, without waiting, so that a wrong manifest is told
 * together with other wrong inputs.
 */
export function loadManifests(
  patterns: readonly string[],
  folders: AllowedFolders,
): ManifestReading {
  const { files, problems } = findManifestFiles(patterns, folders);
  const readings = files.map(readFile);
  const manifests = readings.flatMap((reading) => reading.manifests);
  const all = [
    ...problems,
    ...readings.flatMap((reading) => reading.problems),
    ...findDuplicates(manifests),
  ];
  if (all.length > 0 || manifests.length > 0) return { manifests, problems: all };
  const names = files.map(({ shown }) => shown).join(', ');
  return { manifests, problems: [{ message: `there is no object in ${names}` }] };
}

function readFile({ path, shown }: FoundFile): ManifestReading {
  try {
    return parseManifests(readFileSync(path, 'utf8'), shown);
  } catch (error) {
    const message = `${shown} cannot be read: ${messageOf(error)}`;
    return { manifests: [], problems: [{ message, file: shown }] };
  }
}
