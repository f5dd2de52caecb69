import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Ending } from './case.ts';
import { normaliseJournal } from './normalise-journal.ts';

const endings = ['completed', 'failed', 'aborted', 'interrupted'] as const;

/** What of a run is compared. */
export interface Outcome {
  readonly exitCode: number | null;
  /** Normalised; null where none was written. */
  readonly journal: Json;
  /** What the experiment's own processes have written to `played.txt`. */
  readonly played: string;
}

/** Reads what a run has left behind in its workspace. */
export function readOutcome(
  workspace: string,
  exitCode: number | null,
  anyOrder: boolean,
): Outcome {
  const journal = readIfThere(path.join(workspace, 'journal.json'));
  return {
    exitCode,
    journal: journal === '' ? null : normaliseJournal(journal, { workspace, anyOrder }),
    played: readIfThere(path.join(workspace, 'played.txt')),
  };
}

/** How Chaos Toolkit ended, told from what it left behind and what it printed. */
export function endingOf(outcome: Outcome, printed: string): Ending | 'unknown' {
  const { journal } = outcome;
  if (journal === null) return printed.includes('Traceback (most recent') ? 'died' : 'refused';
  if (typeof journal !== 'object' || !('status' in journal)) return 'unknown';
  const found = endings.find((ending) => ending === journal.status);
  if (journal.deviated !== true) return found ?? 'unknown';
  return found === 'failed' ? 'failed, deviated' : 'deviated';
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
