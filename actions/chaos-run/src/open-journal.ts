import path from 'node:path';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { writeOutputFile } from '@kube-delivery/shared/files/output-file';
import { journalWriter } from './journal/journal-file.ts';
import type { JournalFacts } from './journal/journal-file.ts';
import type { Journal } from './journal/journal.ts';

/**
 * Writes the journal whenever it is given, as a whole. That it cannot be written is warned of once and
 * ends nothing: faults in the cluster are still to be taken back.
 */
export function openJournal(
  file: string,
  facts: Omit<JournalFacts, 'secrets'>,
  { log, run, secrets }: Pick<ActionContext, 'log' | 'run' | 'secrets'>,
): (journal: Journal) => void {
  const write = journalWriter({ ...facts, secrets });
  let isWarned = false;
  return (journal) => {
    try {
      writeOutputFile(path.resolve(run.workspace, file), write(journal));
    } catch (error) {
      if (!isWarned) log.warning(`The journal is not written: ${messageOf(error)}`);
      isWarned = true;
    }
  };
}

/** The journal of the experiment `name` among several: the name stands before the extension. */
export function journalOf(journal: string, name: string | undefined): string {
  if (name === undefined) return journal;
  const { dir, name: stem, ext } = path.posix.parse(journal);
  return path.posix.join(dir, `${stem}-${name}${ext}`);
}

/** A name for the journal of each of several experiments; undefined where there is only one. */
export function journalNames(files: readonly string[]): readonly (string | undefined)[] {
  if (files.length === 1) return [undefined];
  const stems = files.map((file) => path.posix.parse(file).name);
  return stems.map((stem, index) =>
    stems.filter((each) => each === stem).length === 1 ? stem : `${stem}-${index + 1}`,
  );
}
