import type { ActivityRun } from '../journal/journal.ts';

const prefix = 'chaoslib.exceptions.ActivityFailed: ';

/** A failure as Python's traceback module writes it. */
export function exceptionLines(message: string): readonly string[] {
  return [`${prefix}${message}\n`];
}

/** Why an entry's activity failed; undefined where it did not. */
export function failureOf(entry: ActivityRun): string | undefined {
  if (entry.status !== 'failed') return undefined;
  const lines = (entry.exception ?? []).join('').trim();
  return lines.startsWith(prefix) ? lines.slice(prefix.length) : lines;
}
