import { readFileSync } from 'node:fs';
import type { InputReader } from '../action/input-reader.ts';
import type { RunFacts } from '../action/run-facts.ts';
import { resolveUserFile } from '../files/user-file.ts';
import type { Check } from './check.ts';
import type { CheckProblem } from './check-problem.ts';
import { parseChecks } from './parse-checks.ts';
import type { ParsedChecks } from './parse-checks.ts';

/**
 * Reads the input `name`: a YAML list of checks, or the path of a file with one; undefined where it is
 * not given.
 */
export function readChecks(
  reader: InputReader,
  name: string,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly Check[] | undefined {
  return readFlaggedChecks(reader, name, [], run)?.checks;
}

/** As `readChecks`, of checks that may have `flags`, true or false, besides their own words. */
export function readFlaggedChecks(
  reader: InputReader,
  name: string,
  flags: readonly string[],
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): Pick<ParsedChecks, 'checks' | 'items'> | undefined {
  const given = reader.text(name);
  if (given === undefined) return undefined;
  const parse = (text: string, file?: string): ParsedChecks => {
    const parsed = parseChecks(text, flags);
    reject(reader, name, parsed.problems, file);
    return parsed;
  };
  if (!isPath(given)) return parse(given);
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject(name, file.problem);
    return { checks: [], items: [] };
  }
  return parse(readFileSync(file.path, 'utf8'), given);
}

function isPath(text: string): boolean {
  return /^[^\n[{#-][^\n:]*\.(ya?ml|json)$/.test(text);
}

function reject(
  reader: InputReader,
  name: string,
  problems: readonly CheckProblem[],
  file: string | undefined,
): void {
  for (const { line, message } of problems) {
    const place = file === undefined ? { line } : { file, line };
    reader.reject(
      name,
      `${file ?? 'line'}${file === undefined ? ' ' : ':'}${line}: ${message}`,
      place,
    );
  }
}
