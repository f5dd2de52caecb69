import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { parseChecks } from '@kube-delivery/shared/http-check/parse-checks';

/** Reads `checks`: a YAML list, or the path of a file with one; undefined where it is not given. */
export function readChecks(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly Check[] | undefined {
  const given = reader.text('checks');
  if (given === undefined) return undefined;
  if (!isPath(given)) return parse(reader, given);
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject('checks', file.problem);
    return [];
  }
  return parse(reader, readFileSync(file.path, 'utf8'), given);
}

function isPath(text: string): boolean {
  return /^[^\n[{#-][^\n:]*\.(ya?ml|json)$/.test(text);
}

function parse(reader: InputReader, text: string, file?: string): readonly Check[] {
  const { checks, problems } = parseChecks(text);
  for (const { line, message } of problems) {
    const place = file === undefined ? { line } : { file, line };
    reader.reject(
      'checks',
      `${file ?? 'line'}${file === undefined ? ' ' : ':'}${line}: ${message}`,
      place,
    );
  }
  return checks;
}
