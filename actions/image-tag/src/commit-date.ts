import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Git } from '@kube-delivery/shared/git/git';
import type { BuildSource } from './build-source.ts';

const variable = 'SOURCE_DATE_EPOCH';

/** Reads the date that the user fixed for all of the build (reproducible-builds.org). */
export function readSourceDate(
  reader: InputReader,
  environment: Readonly<Record<string, string | undefined>>,
): Date | undefined {
  const text = environment[variable] ?? '';
  if (text === '') return undefined;
  const date = new Date(/^\d{1,11}$/.test(text) ? Number(text) * 1000 : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  reader.reject(variable, `${JSON.stringify(text)} is not a whole number of seconds since 1970`);
  return undefined;
}

/** When the commit was made: as the clone says, or the event where the clone lacks the commit. */
export async function findCommitDate(
  source: BuildSource,
  clone: Git | PreconditionError,
): Promise<Date | undefined> {
  if (clone instanceof PreconditionError || source.sha === undefined) return source.date;
  return (await clone.commit(source.sha))?.committedAt ?? source.date;
}

/** A date by RFC 3339, in UTC and whole seconds. */
export function formatDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
