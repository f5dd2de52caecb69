import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { primaryTag, references } from './image-names.ts';
import type { ImageNames } from './image-names.ts';
import { formatLabels } from './labels.ts';

/** Absolute paths of the files that later steps and jobs read. */
export interface HandOnFiles {
  readonly manifest: string;
  readonly bakeFile: string;
}

/** Writes both files into a folder of this step's own under `temp`. */
export function writeHandOnFiles(temp: string, names: ImageNames): HandOnFiles {
  const parent = path.join(temp, 'kube-delivery');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(parent, 'image-tag-'));
  const write = (file: string, content: JsonObject): string => {
    const target = path.join(folder, file);
    writeFileSync(target, `${JSON.stringify(content, undefined, 2)}\n`);
    return target;
  };
  return {
    manifest: write('manifest.json', manifestOf(names)),
    bakeFile: write('bake.json', bakeFileOf(names)),
  };
}

/**
 * What another job needs to deploy the images. The host stands apart, and as a file it passes where
 * GitHub drops a job's outputs that hold a masked value.
 */
export function manifestOf(names: ImageNames): JsonObject {
  const tag = primaryTag(names);
  return {
    schemaVersion: 1,
    tag,
    tags: names.tags.map((each) => each.tag),
    version: names.version ?? null,
    sha: names.sha,
    buildId: names.buildId ?? null,
    images: names.repositories.map(({ registry, repository }) => ({
      registry,
      repository,
      tag,
      digest: null,
    })),
  };
}

/** A file for `docker buildx bake` whose target `image-tag` others inherit. */
export function bakeFileOf(names: ImageNames): JsonObject {
  return {
    target: {
      'image-tag': {
        tags: references(
          names.repositories,
          names.tags.map(({ tag }) => tag),
        ),
        labels: Object.fromEntries(names.labels),
        annotations: formatLabels(names.annotations)
          .split('\n')
          .filter((line) => line !== ''),
      },
    },
  };
}
