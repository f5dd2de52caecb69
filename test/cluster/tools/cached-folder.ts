import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../lock.ts';
import { toolCacheFolder } from '../paths.ts';
import { step } from '../progress.ts';

/**
 * A folder of the tool cache, filled once. It appears under its name only when complete: it is
 * filled beside and renamed, so that a killed build leaves nothing that looks finished. A second
 * process that wants the same folder waits for the first.
 */
export async function cachedFolder(
  name: string,
  what: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(toolCacheFolder(), name);
  if (existsSync(folder)) return folder;
  await withLock(folder, async () => {
    if (existsSync(folder)) return;
    await step(what, () => fillBeside(folder, fill));
  });
  return folder;
}

async function fillBeside(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  // Under the lock a folder with this prefix can only be the rest of a build that was killed.
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(partial);
  await fill(partial);
  await rename(partial, folder);
}
