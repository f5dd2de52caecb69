import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import { marksAbove, marksBelow, noFloatMarks } from '../experiment/float-marks.ts';
import { loadDocument } from '../experiment/load-document.ts';
import type { GivenScope } from '../experiment/check-scope.ts';
import { mergeOverrides, parseVariables, readVariableFile } from '../experiment/variables.ts';
import type { Overrides } from '../experiment/variables.ts';

/** Values that override those of an experiment. */
export interface GivenValues extends GivenScope {
  /** Variables of `.env` files, beside those of the job. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads `var`, `var-file`, `configuration` and `secrets`. */
export function readGivenValues(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): GivenValues {
  const { variables: values, floats, problems } = parseVariables(reader.list('var'));
  for (const problem of problems) reader.reject('var', problem);
  const files = reader.list('var-file').map((file) => readFile(reader, file, run));
  const variables = mergeOverrides([
    ...files.map((file) => file.configuration),
    { values, floats },
  ]);
  const configuration = readOverrides(reader, 'configuration');
  const secrets = mergeOverrides([
    ...files.map((file) => file.secrets),
    readOverrides(reader, 'secrets'),
  ]);
  return {
    variables: variables.values,
    configuration: configuration.values,
    secrets: secrets.values,
    floats: new Set([
      ...marksAbove(variables.floats, ['variables']),
      ...marksAbove(configuration.floats, ['configuration']),
    ]),
    environment: Object.assign({}, ...files.map((file) => file.environment)) as Readonly<
      Record<string, string>
    >,
  };
}

interface VariablesOfFile {
  readonly configuration: Overrides;
  readonly secrets: Overrides;
  readonly environment: Readonly<Record<string, string>>;
}

const none: Overrides = { values: {}, floats: noFloatMarks };

function readFile(
  reader: InputReader,
  given: string,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): VariablesOfFile {
  const file = resolveUserFile(given, run);
  if ('problem' in file) {
    reader.reject('var-file', file.problem);
    return { configuration: none, secrets: none, environment: {} };
  }
  const read = readVariableFile(readFileSync(file.path, 'utf8'), given);
  for (const { line, message } of read.problems) {
    reader.reject('var-file', `${given}:${line}: ${message}`, { file: given, line });
  }
  const part = (name: 'configuration' | 'secrets'): Overrides => ({
    values: read[name],
    floats: marksBelow(read.floats, [name]),
  });
  return {
    configuration: part('configuration'),
    secrets: part('secrets'),
    environment: read.environment,
  };
}

function readOverrides(reader: InputReader, name: string): Overrides {
  const text = reader.text(name);
  if (text === undefined) return none;
  // What is wrong is told without the text: it may hold secrets.
  const loaded = loadDocument(text, 'input.yaml');
  if (!('message' in loaded) && isJsonObject(loaded.value)) {
    return { values: loaded.value, floats: loaded.floats };
  }
  reader.reject(name, 'is not one YAML map, such as `key: value`');
  return none;
}
