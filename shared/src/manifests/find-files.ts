import { globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesInside } from '../files/user-file.ts';
import type { AllowedFolders } from '../files/user-file.ts';
import type { ManifestProblem } from './manifest.ts';

const extensions = ['.yaml', '.yml', '.json'];
const wildcards = /[*?[\]{}]/;

/** A file to read: `path` for reading, `shown` for people. */
export interface FoundFile {
  readonly path: string;
  readonly shown: string;
}

/**
 * The manifest files that `patterns` name, each once, in the order of the patterns and by name inside
 * a folder. A pattern is a file, a folder (with everything below it) or a glob, relative to the
 * workspace. A glob gives files only, unless its last part is a plain name or empty (`apps/<any>/k8s`).
 * Links are resolved first: what then lies outside the allowed folders is a problem, and so is a
 * pattern that gives no file.
 */
export function findManifestFiles(
  patterns: readonly string[],
  folders: AllowedFolders,
): { readonly files: readonly FoundFile[]; readonly problems: readonly ManifestProblem[] } {
  const files = new Map<string, FoundFile>();
  const problems: ManifestProblem[] = [];
  for (const pattern of patterns) {
    const named = pathsOf(pattern, folders);
    if (typeof named === 'string') {
      problems.push({ message: named });
      continue;
    }
    let found = 0;
    for (const file of named) {
      const real = realpathSync(file);
      if (!liesInside(real, folders)) {
        problems.push({ message: `${JSON.stringify(pattern)}: ${outside(file, folders)}` });
      } else if (!files.has(real)) files.set(real, { path: real, shown: shown(file, folders) });
      found += 1;
    }
    if (found === 0) {
      const place = `${JSON.stringify(pattern)} matches no ${extensions.join(', ')} file`;
      problems.push({ message: `${place}; paths are relative to the workspace` });
    }
  }
  return { files: [...files.values()], problems };
}

function pathsOf(pattern: string, folders: AllowedFolders): readonly string[] | string {
  const given = path.resolve(folders.workspace, pattern);
  const status = statSync(given, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) return filesBelow(given, folders);
  if (status !== undefined) {
    if (isManifest(given)) return [given];
    return `${JSON.stringify(pattern)} is not a ${extensions.join(', ')} file`;
  }
  if (!wildcards.test(pattern)) {
    return `${JSON.stringify(pattern)} does not exist; paths are relative to the workspace`;
  }
  const entersFolders = !wildcards.test(path.posix.basename(pattern)) || pattern.endsWith('/');
  return globSync(pattern, { cwd: folders.workspace })
    .sort()
    .map((match) => path.resolve(folders.workspace, match))
    .flatMap((match) => {
      const kind = statSync(match, { throwIfNoEntry: false });
      if (kind?.isFile() === true) return isManifest(match) ? [match] : [];
      return kind?.isDirectory() === true && entersFolders ? filesBelow(match, folders) : [];
    });
}

/** Does not follow links to folders, so that a cycle of links has an end. */
function filesBelow(folder: string, folders: AllowedFolders): readonly string[] {
  // Nothing outside is listed: the folder itself becomes the path that is refused.
  if (!liesInside(realpathSync(folder), folders)) return [folder];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && isManifest(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

function isManifest(file: string): boolean {
  return extensions.includes(path.extname(file));
}

function shown(file: string, { workspace }: AllowedFolders): string {
  const relative = path.relative(workspace, file);
  const isBelow = relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  return isBelow ? relative.replaceAll(path.sep, '/') : file;
}

function outside(file: string, folders: AllowedFolders): string {
  return `${shown(file, folders)} lies outside the workspace and RUNNER_TEMP; move it inside`;
}
