import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Case } from './case.ts';

/** Where a run takes place: an empty folder, with the case's files in it. */
export interface PreparedCase {
  readonly workspace: string;
  /** The experiment's file, relative to the workspace. */
  readonly file: string;
}

/** Writes a case's files into a new folder. */
export function prepareCase(given: Case, workspace: string, base: string): PreparedCase {
  const isText = typeof given.experiment === 'string';
  const file = given.file ?? (isText ? 'experiment.yaml' : 'experiment.json');
  const text = isText ? given.experiment : JSON.stringify(given.experiment, undefined, 2);
  for (const [name, content] of Object.entries({ ...given.files, [file]: text })) {
    const target = path.join(workspace, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content.replaceAll('{{base}}', base));
  }
  return { workspace, file };
}
