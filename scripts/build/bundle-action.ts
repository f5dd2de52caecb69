import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';
import { addCompanions } from './bundle-companions.ts';
import { bundleEntry } from './bundle-entry.ts';
import { digestSources } from './digest-sources.ts';

const largestBundle = 2 * 1024 * 1024;

/** How one action's build went. */
export interface BuildResult {
  readonly ok: boolean;
  readonly message: string;
}

/**
 * Bundles `actions/<name>/src/index.ts` (and `post.ts`) into `dist`, unless `dist` already holds the
 * bundle of exactly these sources. A bundle over 2 MiB, or one that holds nothing, is a failure.
 */
export async function bundleAction(name: string): Promise<BuildResult> {
  const folder = path.join(projectRoot, 'actions', name);
  const dist = path.join(folder, 'dist');
  const marker = path.join(dist, '.sources');
  const digest = digestSources(name);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) {
    return { ok: true, message: `${name}: unchanged` };
  }
  const started = performance.now();
  const building = `${dist}.${process.pid}`;
  rmSync(building, { recursive: true, force: true });
  try {
    const sizes = [await bundle(path.join(folder, 'src/index.ts'), building, 'index.js')];
    const post = path.join(folder, 'src/post.ts');
    if (existsSync(post)) sizes.push(await bundle(post, building, 'post.js'));
    await addCompanions(name, building);
    writeFileSync(path.join(building, '.sources'), digest);
    rmSync(dist, { recursive: true, force: true });
    renameSync(building, dist);
    const took = ((performance.now() - started) / 1000).toFixed(1);
    const shown = sizes.map((size) => `${(size / 1024).toFixed(0)} kB`).join(' + ');
    return { ok: true, message: `${name}: ${shown} in ${took} s` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `${name}: not built: ${why}` };
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** An action is downloaded whole with every use. */
async function bundle(entry: string, folder: string, file: string): Promise<number> {
  const size = await bundleEntry(entry, folder, file);
  if (size > largestBundle) throw new Error(`${file} has ${size} bytes, over the limit of 2 MiB`);
  if (!existsSync(path.join(folder, 'package.json'))) {
    throw new Error(`${file} is no ES module: the bundler wrote no package.json beside it`);
  }
  return size;
}
