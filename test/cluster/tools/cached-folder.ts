import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
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
  const prefix = `${folder}.partial-`;
  await mkdir(path.dirname(folder), { recursive: true });
  // Under the lock these can only be what builds that were killed have left. The name is new each
  // time, because a compiler that outlived its caller may still write to the old one.
  for (const sibling of await readdir(path.dirname(folder))) {
    const leftover = path.join(path.dirname(folder), sibling);
    if (leftover.startsWith(prefix)) await rm(leftover, { recursive: true, force: true });
  }
  const partial = await mkdtemp(prefix);
  await fill(partial);
  await chmod(partial, 0o755);
  await rename(partial, folder);
}
