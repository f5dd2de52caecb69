import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../activity-failed.ts';
import { pythonText } from '../experiment/python-text.ts';
import { findProgram } from './find-program.ts';
import type { ProgramWorld } from './process-problems.ts';

/** A program and its arguments, as they are handed to the system. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The command of a process provider: a text of arguments is read by a shell, a list is handed over as it
 * is, a map as its keys and values. Nulls and empty texts are dropped. Throws an
 * ActivityCrashedError where there is no such program, or for arguments of another type.
 */
export function commandLine(
  path: string,
  given: Json | undefined,
  world: ProgramWorld,
): CommandLine {
  const program = findProgram(withHome(path, world), world);
  if (program === undefined) {
    throw new ActivityCrashedError(`there is no program ${path} that may be executed`);
  }
  if (typeof given === 'string') {
    return { program: '/bin/sh', args: ['-c', `${program} ${given}`] };
  }
  const args = listOf(given)
    .filter((argument) => argument !== null && argument !== '')
    .map((argument) => pythonText(argument));
  return { program, args };
}

function listOf(given: Json | undefined): readonly Json[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given as readonly Json[];
  if (isJsonObject(given)) return Object.entries(given).flat();
  throw new ActivityCrashedError(
    `the arguments of a process are a text, a list or a map, not ${pythonText(given)}`,
  );
}

function withHome(path: string, { environment }: ProgramWorld): string {
  return path === '~' || path.startsWith('~/')
    ? `${environment.HOME ?? '~'}${path.slice(1)}`
    : path;
}
