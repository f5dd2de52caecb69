import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The first executable file of that name in the folders of a PATH. Folders that are not absolute are
 * passed over: they would mean whatever lies in the working folder.
 */
export function findOnPath(program: string, searchPath: string | undefined): string | undefined {
  return (searchPath ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, program))
    .find(isProgram);
}

/** Whether there is a file that this process may run. */
export function isProgram(file: string): boolean {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
