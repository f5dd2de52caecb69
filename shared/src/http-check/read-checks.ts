import { readFileSync } from 'node:fs';
import type { InputReader } from '../action/input-reader.ts';
import type { RunFacts } from '../action/run-facts.ts';
import { resolveUserFile } from '../files/user-file.ts';
import type { Check } from './check.ts';
import { parseChecks } from './parse-checks.ts';

/**
 * Reads the input `name`: a YAML list of checks, or the path of a file with one; undefined where it is
 * not given.
 */
export function readChecks(
  reader: InputReader,
  name: string,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly Check[] | undefined {
  const given = reader.text(name);
  if (given === undefined) return undefined;
  if (!isPath(given)) return parse(reader, name, given);
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject(name, file.problem);
    return [];
  }
  return parse(reader, name, readFileSync(file.path, 'utf8'), given);
}

function isPath(text: string): boolean {
  return /^[^\n[{#-][^\n:]*\.(ya?ml|json)$/.test(text);
}

function parse(reader: InputReader, name: string, text: string, file?: string): readonly Check[] {
  const { checks, problems } = parseChecks(text);
  for (const { line, message } of problems) {
    const place = file === undefined ? { line } : { file, line };
    reader.reject(
      name,
      `${file ?? 'line'}${file === undefined ? ' ' : ':'}${line}: ${message}`,
      place,
    );
  }
  return checks;
}
