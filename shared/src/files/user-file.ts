import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** The folders that files named in inputs must lie in; absolute. */
export interface AllowedFolders {
  readonly workspace: string;
  readonly temp: string;
}

/** A file to read, or why it must not or cannot be. */
export type UserFile = { readonly path: string } | { readonly problem: string };

/** The file that an input names, relative to the workspace, after resolving links. */
export function resolveUserFile(given: string, folders: AllowedFolders): UserFile {
  const file = path.resolve(folders.workspace, given);
  const status = statSync(file, { throwIfNoEntry: false });
  const shown = JSON.stringify(given);
  if (status === undefined) {
    return { problem: `${shown} does not exist; paths are relative to the workspace` };
  }
  if (!status.isFile()) return { problem: `${shown} is not a file` };
  const real = realpathSync(file);
  return liesInside(real, folders)
    ? { path: real }
    : { problem: `${shown} lies outside the workspace and RUNNER_TEMP; move it inside` };
}

/** Whether `file`, links resolved, lies in one of the folders. */
export function liesInside(file: string, folders: AllowedFolders): boolean {
  return [folders.workspace, folders.temp].some((folder) => {
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return false;
    const inside = path.relative(realpathSync(folder), file);
    return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
  });
}
