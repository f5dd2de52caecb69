import type { JsonObject } from '@kube-delivery/shared/json/json';
import { findProgram } from './find-program.ts';

/** Where programs are looked for. */
export interface ProgramWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder, absolute. */
  readonly folder: string;
}

/**
 * What Chaos Toolkit would refuse of a process provider as the file writes it; empty where it is valid.
 * A `~` and a `${name}` in the path are not read.
 */
export function processProblems(provider: JsonObject, world: ProgramWorld): readonly string[] {
  const { path } = provider;
  if (path === undefined || path === '' || path === null) {
    return ['a process provider needs a `path`'];
  }
  if (typeof path !== 'string') return ['the path of a process provider is a text'];
  if (findProgram(path, world) !== undefined) return [];
  return [
    path.includes('/')
      ? `there is no executable file ${path} (relative paths are relative to the workspace)`
      : `there is no program ${path} on the PATH`,
  ];
}
