import path from 'node:path';
import { systemPrograms } from '../tools/debian.ts';
import { isPublished, publishImage } from './build-image.ts';

const names = ['busybox:1', 'pause:1'] as const;

/** Publishes the images that are in every cluster, where the registry does not have them yet. */
export async function publishBaseImages(): Promise<void> {
  for (const name of names) {
    if (await isPublished(name)) continue;
    await publishImage({
      name,
      dockerfile: path.join(import.meta.dirname, 'busybox.Dockerfile'),
      context: { busybox: systemPrograms.busybox.file },
    });
  }
}
