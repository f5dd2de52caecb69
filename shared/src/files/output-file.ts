import { existsSync, lstatSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PreconditionError, messageOf } from '../action/errors.ts';
import type { InputReader } from '../action/input-reader.ts';
import { liesInside } from './user-file.ts';
import type { AllowedFolders } from './user-file.ts';

/**
 * The file to write that an input names, as given, relative to the workspace: its folder need not be
 * there yet, but must lie in the workspace or RUNNER_TEMP. Undefined where the input was not given and
 * has no fallback.
 */
export function readOutputFile(
  reader: InputReader,
  name: string,
  folders: AllowedFolders,
  fallback?: string,
): string | undefined {
  const given = fallback === undefined ? reader.text(name) : reader.text(name, fallback);
  if (given === undefined) return undefined;
  const file = path.resolve(folders.workspace, given);
  const shown = JSON.stringify(given);
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    reader.reject(name, `${shown} is there and is not a file; give another path`);
  } else if (!willLieInside(file, folders)) {
    reader.reject(name, `${shown} lies outside the workspace and RUNNER_TEMP; give a path inside`);
  }
  return given;
}

/** Whether a file that may not be there yet would lie in one of the folders, links resolved. */
function willLieInside(file: string, folders: AllowedFolders): boolean {
  let folder = path.dirname(file);
  while (!existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  const rest = path.relative(folder, file);
  return liesInside(path.join(realpathSync(folder), rest), folders);
}

/**
 * Writes a file with the folders above it, at once or not at all. Throws a PreconditionError where it
 * cannot be written.
 */
export function writeOutputFile(file: string, text: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    throw new PreconditionError(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
