import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { actionNames } from '../scripts/build/build-all.ts';
import { projectRoot } from '../scripts/project-root.ts';

/** Copies into `folder` what a release of the suite holds: each action's metadata and bundle. */
export async function writeReleaseTree(folder: string): Promise<void> {
  for (const name of actionNames()) {
    const source = path.join(projectRoot, 'actions', name);
    const target = path.join(folder, 'actions', name);
    await mkdir(target, { recursive: true });
    await cp(path.join(source, 'action.yml'), path.join(target, 'action.yml'));
    await cp(path.join(source, 'dist'), path.join(target, 'dist'), { recursive: true });
  }
}
