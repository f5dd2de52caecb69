import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../../shared/src/json/json.ts';
import type { RunningBundle } from '../../contract/support/run-bundle.ts';

/** The journal that a run has written into its workspace, as it stands. */
export function readJournal({ workspace }: Pick<RunningBundle, 'workspace'>): Json {
  return JSON.parse(readFileSync(path.join(workspace, 'journal.json'), 'utf8')) as Json;
}
