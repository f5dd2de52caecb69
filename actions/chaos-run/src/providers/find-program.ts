import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { ProgramWorld } from './process-problems.ts';

// Python's own, for an environment without a PATH.
const defaultPath = '/bin:/usr/bin';

/**
 * The program that a name stands for, as a shell would look for it: a path with a folder in it as it
 * stands, else in the folders of the PATH. Undefined where there is no file that may be executed.
 */
export function findProgram(name: string, world: ProgramWorld): string | undefined {
  if (name.includes('/')) return isProgram(resolve(world.folder, name)) ? name : undefined;
  if (name === '') return undefined;
  const folders = (world.environment.PATH ?? defaultPath).split(delimiter);
  return folders
    .map((folder) => join(folder === '' ? '.' : folder, name))
    .find((candidate) => isProgram(resolve(world.folder, candidate)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}
