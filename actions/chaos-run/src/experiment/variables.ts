import path from 'node:path';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { convertType, isVariableType, variableTypes } from './convert-type.ts';
import { marksAbove, marksBelow, noFloatMarks, pointerTo } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { loadDocument } from './load-document.ts';

/** Variables that override an experiment's configuration. */
export interface ParsedVariables {
  readonly variables: JsonObject;
  /** Below each variable's name. */
  readonly floats: FloatMarks;
  /** Without values: they may be secrets. */
  readonly problems: readonly string[];
}

/** What a file of variables holds. */
export interface VariableFile {
  readonly configuration: JsonObject;
  readonly secrets: JsonObject;
  /** Of a `.env` file; processes are given it, and `type: env` reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Below `/configuration` and `/secrets`. */
  readonly floats: FloatMarks;
  /** Without values: they may be secrets. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** Reads lines `name[:type]=value`; the last line of a name counts. */
export function parseVariables(lines: readonly string[]): ParsedVariables {
  const variables = new Map<string, Json>();
  const floats = new Set<string>();
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    const parsed = parseVariable(line);
    if ('problem' in parsed) {
      problems.push(`variable ${index + 1} ${parsed.problem}`);
      continue;
    }
    variables.set(parsed.name, parsed.value);
    const prefix = pointerTo([parsed.name]);
    for (const mark of floats) {
      if (mark === prefix || mark.startsWith(`${prefix}/`)) floats.delete(mark);
    }
    for (const mark of marksAbove(parsed.floats, [parsed.name])) floats.add(mark);
  }
  return { variables: Object.fromEntries(variables), floats, problems };
}

function parseVariable(
  line: string,
):
  | { readonly name: string; readonly value: Json; readonly floats: FloatMarks }
  | { readonly problem: string } {
  const equals = line.indexOf('=');
  if (equals < 0) return { problem: 'has no `=`; write it as name[:type]=value' };
  const declared = line.slice(0, equals);
  const text = line.slice(equals + 1);
  const colon = declared.lastIndexOf(':');
  if (colon < 0) return { name: declared, value: text, floats: noFloatMarks };
  const name = declared.slice(0, colon);
  const type = declared.slice(colon + 1);
  if (!isVariableType(type)) {
    const known = `known are ${variableTypes.join(', ')}`;
    const nearest = suggestion(type, variableTypes);
    return {
      problem: `(${name}) has the unknown type ${JSON.stringify(type)}${nearest}; ${known}`,
    };
  }
  const converted = convertType(type, text);
  return 'problem' in converted
    ? { problem: `(${name}) ${converted.problem}, but its type is ${type}` }
    : { name, ...converted };
}

/**
 * Reads a file of variables: `.json`, `.yaml` and `.yml` hold the maps `configuration` and `secrets`
 * in the experiment's own form, any other file lines `NAME=value`. As for Chaos Toolkit, quotes in such
 * lines belong to the value.
 */
export function readVariableFile(text: string, file: string): VariableFile {
  const empty = {
    configuration: {},
    secrets: {},
    environment: {},
    floats: noFloatMarks,
    problems: [],
  };
  if (text === '') return empty;
  if (!['.json', '.yaml', '.yml'].includes(path.posix.extname(file))) {
    return { ...empty, ...readEnvironment(text) };
  }
  const loaded = loadDocument(text, file);
  if ('message' in loaded) {
    // A parser's message may quote the text.
    const message = loaded.message.replace(/^(is not valid (?:YAML|JSON)):.*$/s, '$1');
    return { ...empty, problems: [{ line: loaded.line, message }] };
  }
  const { value, floats } = loaded;
  if (value === null) return empty;
  if (!isJsonObject(value)) {
    const message = 'must be a map with the keys configuration and secrets';
    return { ...empty, problems: [{ line: 1, message }] };
  }
  const { configuration = {}, secrets = {} } = value;
  const problems = Object.entries({ configuration, secrets })
    .filter(([, given]) => !isJsonObject(given))
    .map(([key]) => ({ line: loaded.lineOf([key]), message: `${key} must be a map` }));
  if (!isJsonObject(configuration) || !isJsonObject(secrets)) return { ...empty, problems };
  return { configuration, secrets, environment: {}, floats, problems: [] };
}

function readEnvironment(text: string): Pick<VariableFile, 'environment' | 'problems'> {
  const environment = new Map<string, string>();
  const problems: { line: number; message: string }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    if (equals > 0) environment.set(line.slice(0, equals), line.slice(equals + 1));
    else problems.push({ line: index + 1, message: 'must be written NAME=value' });
  }
  return { environment: Object.fromEntries(environment), problems };
}

/** What overrides an experiment, with the marks of its floats below the same names. */
export interface Overrides {
  readonly values: JsonObject;
  readonly floats: FloatMarks;
}

/** Merges maps name by name: the last one that has a name gives its whole value. */
export function mergeOverrides(all: readonly Overrides[]): Overrides {
  const values = new Map<string, Json>();
  const from = new Map<string, FloatMarks>();
  for (const { values: given, floats } of all) {
    for (const [name, value] of Object.entries(given)) {
      values.set(name, value);
      from.set(name, marksAbove(marksBelow(floats, [name]), [name]));
    }
  }
  const marks = [...from.values()].flatMap((each) => [...each]);
  return { values: Object.fromEntries(values), floats: new Set(marks) };
}
