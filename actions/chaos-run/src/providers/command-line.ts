import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../activity-failed.ts';
import { marksBelow, noFloatMarks } from '../experiment/float-marks.ts';
import { pythonText } from '../experiment/python-text.ts';
import type { MarkedJson } from '../experiment/substitute.ts';
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
  given: MarkedJson | undefined,
  world: ProgramWorld,
): CommandLine {
  const program = findProgram(withHome(path, world), world);
  if (program === undefined) {
    throw new ActivityCrashedError(`there is no program ${path} that may be executed`);
  }
  if (given === undefined) return { program, args: [] };
  if (typeof given.value === 'string') {
    return { program: '/bin/sh', args: ['-c', `${program} ${given.value}`] };
  }
  const args = listOf(given)
    .filter(({ value }) => value !== null && value !== '')
    .map(({ value, floats }) => pythonText(value, floats));
  return { program, args };
}

function listOf({ value: given, floats }: MarkedJson): readonly MarkedJson[] {
  const part = (key: string | number, value: Json): MarkedJson => {
    return { value, floats: marksBelow(floats, [key]) };
  };
  if (Array.isArray(given)) return given.map((value: Json, index) => part(index, value));
  if (isJsonObject(given)) {
    return Object.entries(given).flatMap(([key, value]) => [
      { value: key, floats: noFloatMarks },
      part(key, value),
    ]);
  }
  throw new ActivityCrashedError(
    `the arguments of a process are a text, a list or a map, not ${pythonText(given)}`,
  );
}

function withHome(path: string, { environment }: ProgramWorld): string {
  return path === '~' || path.startsWith('~/')
    ? `${environment.HOME ?? '~'}${path.slice(1)}`
    : path;
}
