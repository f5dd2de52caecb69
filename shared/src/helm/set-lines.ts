import type { Json, JsonObject } from '../json/json.ts';

/** Where in the values a line of `set` writes. */
export type ValuePath = readonly (string | number)[];

/** A line `name=value` that was read. */
export interface SetLine {
  readonly path: ValuePath;
  readonly value: Json;
}

/** Helm allows as many (strvals.MaxIndex); more would only eat memory. */
const highestIndex = 65_535;
/** From here on Helm writes numbers of a values file as `1e+06`. */
const largestPlainNumber = 999_999;

/**
 * Reads a line of `set`. The name is Helm's: `a.b`, `a[0].b`, `a\.b` for a name with a dot. The value is
 * what stands behind `=`, commas and backslashes included: `true`, `false`, `null` and whole numbers are
 * what they look like, `{a,b}` is a list, anything else and what stands in double quotes is text. Whole
 * numbers over 999999 are text too, as they are read from a file, where Helm would round them. Gives
 * a problem, without the value, where it cannot be read.
 */
export function parseSetLine(line: string): SetLine | string {
  const equals = /^(?:\\.|[^\\=])*/s.exec(line)?.[0].length ?? 0;
  const name = line.slice(0, equals);
  if (equals === line.length) return `${JSON.stringify(name)} has no value; write name=value`;
  const path = parseName(name);
  if (path === undefined) {
    return `${JSON.stringify(name)} is not a name of a value; write it like a.b or a[0].b`;
  }
  return { path, value: parseValue(line.slice(equals + 1)) };
}

/** The values that lines set, on top of `base`, of which only the lists are kept that they change. */
export function valuesOfLines(lines: readonly SetLine[], base: JsonObject): JsonObject {
  const start: Json = {};
  return lines.reduce<Json>((values, { path, value }) => {
    return assign(values, base, path, value);
  }, start) as JsonObject;
}

/** Whether a line writes into a list, which then has to be known. */
export function changesList({ path }: SetLine): boolean {
  return path.some((step) => typeof step === 'number');
}

function parseName(name: string): ValuePath | undefined {
  const path: (string | number)[] = [];
  const step = /(?:(?:^|(?<!^)\.)(?<key>(?:\\.|[^\\.[\]])+)|\[(?<index>\d+)\])/suy;
  while (step.lastIndex < name.length) {
    const { key, index } = step.exec(name)?.groups ?? {};
    if (key !== undefined) path.push(key.replace(/\\(.)/gsu, '$1').trim());
    else if (index !== undefined && Number(index) <= highestIndex) path.push(Number(index));
    else return undefined;
  }
  const [first] = path;
  return typeof first === 'string' && !path.includes('') ? path : undefined;
}

function parseValue(text: string): Json {
  const quoted = /^"(.*)"$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  if (list === undefined) return parseScalar(text);
  return list === '' ? [] : list.split(',').map((item) => parseScalar(item.trim()));
}

function parseScalar(text: string): Json {
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
  }
  if (!/^(?:0|-?[1-9]\d*)$/.test(text)) return text;
  const number = Number(text);
  return Math.abs(number) <= largestPlainNumber ? number : text;
}

function assign(
  current: Json | undefined,
  base: Json | undefined,
  path: ValuePath,
  value: Json,
): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    // A list of a later file replaces the earlier one, so that its other items have to come along.
    const list = listOf(current) ?? listOf(base) ?? [];
    const padded = [...list, ...Array<null>(Math.max(0, step + 1 - list.length)).fill(null)];
    return padded.with(step, assign(padded[step], undefined, rest, value));
  }
  const map = mapOf(current);
  const known = Object.hasOwn(map, step) ? map[step] : undefined;
  const below = Object.hasOwn(mapOf(base), step) ? mapOf(base)[step] : undefined;
  return Object.fromEntries([
    ...Object.entries(map).filter(([key]) => key !== step),
    [step, assign(known, below, rest, value)],
  ]);
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

function mapOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
