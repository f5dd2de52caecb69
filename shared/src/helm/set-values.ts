import { readFileSync } from 'node:fs';
import { InputError } from '../action/errors.ts';
import type { Secrets } from '../action/secrets.ts';
import { isJsonObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { readYaml } from '../manifests/yaml.ts';
import { changesList, parseSetLine, valuesOfLines } from './set-lines.ts';
import type { SetLine } from './set-lines.ts';

const secretName = /pass|pwd|secret|token|key|credential|auth|dsn|connection.?string|webhook/i;

/**
 * The values that the lines of `set` give, as one values file that comes after `files`: in a command
 * line any process of the machine could read them. What goes by a secret's name is hidden from now on.
 * Lines that cannot be read are an InputError, which tells no value.
 */
export function readSetValues(
  lines: readonly string[],
  files: readonly string[],
  secrets: Pick<Secrets, 'add'>,
): JsonObject {
  const read = lines.map(parseSetLine);
  const problems = read.filter((line) => typeof line === 'string');
  if (problems.length > 0) {
    throw new InputError(problems.map((message) => ({ input: 'set', message })));
  }
  const parsed = read.filter((line) => typeof line !== 'string');
  for (const line of parsed) hideSecret(line, secrets);
  const base = parsed.some(changesList) ? mergeFiles(files) : {};
  return valuesOfLines(parsed, base);
}

function hideSecret({ path, value }: SetLine, secrets: Pick<Secrets, 'add'>): void {
  if (typeof value === 'string' && secretName.test(path.join('.'))) secrets.add(value);
}

/** As Helm merges them: maps key by key, anything else is replaced. */
function mergeFiles(files: readonly string[]): JsonObject {
  return files
    .flatMap((file) => {
      const { documents, problems } = readYaml(readFileSync(file, 'utf8'));
      const [problem] = problems;
      if (problem === undefined) return documents.map(({ value }) => value);
      const message = `${file}:${problem.line}: ${problem.message}`;
      throw new InputError([{ input: 'values', message, file, line: problem.line }]);
    })
    .filter(isJsonObject)
    .reduce(merge, {});
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const merged = Object.entries(other).map(([key, value]): [string, Json] => {
    const known = Object.hasOwn(one, key) ? one[key] : undefined;
    return [key, isJsonObject(known) && isJsonObject(value) ? merge(known, value) : value];
  });
  return Object.fromEntries([...Object.entries(one), ...merged]);
}
