import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { convertValue, isVariableType } from './convert-type.ts';
import type { Converted } from './convert-type.ts';
import { marksAbove, marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import type { DocumentPath } from './reading.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value that cannot be had, and where the document asks for it. */
export interface MissingValue {
  readonly path: DocumentPath;
  /** Without values: they may be secrets. */
  readonly message: string;
}

/** Values by name, and what of them is missing. */
export interface ResolvedValues {
  readonly values: JsonObject;
  /** Below each name. */
  readonly floats: FloatMarks;
  readonly missing: readonly MissingValue[];
}

/** What a configuration is made of. */
export interface ConfigurationSource {
  readonly declared: JsonObject;
  /** Take the place of values of the same name, and are resolved as they would be. */
  readonly overrides: JsonObject;
  /** Below `/declared` and `/overrides`. */
  readonly floats: FloatMarks;
  /** As in Chaos Toolkit's validation, a variable must be there although its value is overridden. */
  readonly needsOverridden: boolean;
}

/** The configuration with the variables that it names; probes in it stay as they are. */
export function resolveConfiguration(
  { declared, overrides, floats, needsOverridden }: ConfigurationSource,
  environment: Environment,
): ResolvedValues {
  const values = new Map<string, Json>();
  const marks: string[] = [];
  const missing: MissingValue[] = [];
  for (const name of new Set([...Object.keys(declared), ...Object.keys(overrides)])) {
    const path = ['configuration', name];
    const source = Object.hasOwn(overrides, name) ? 'overrides' : 'declared';
    const definition = valueAt({ declared, overrides }, source, name) ?? null;
    const own = variableOf(valueAt(declared, name) ?? null);
    if (needsOverridden && source === 'overrides' && own !== undefined) {
      const resolved = resolveVariable(own, environment);
      if ('problem' in resolved) missing.push({ path, message: resolved.problem });
    }
    const variable = variableOf(definition);
    const resolved: Converted =
      variable === undefined
        ? { value: definition, floats: marksBelow(floats, [source, name]) }
        : resolveVariable(variable, environment);
    if ('problem' in resolved) {
      missing.push({ path, message: resolved.problem });
      continue;
    }
    values.set(name, resolved.value);
    marks.push(...marksAbove(resolved.floats, [name]));
  }
  return { values: Object.fromEntries(values), floats: new Set(marks), missing };
}

// The map of a value that names a variable of the environment.
function variableOf(value: Json): JsonObject | undefined {
  return isJsonObject(value) && valueAt(value, 'type') === 'env' ? value : undefined;
}

function resolveVariable(definition: JsonObject, environment: Environment): Converted {
  const key = stringAt(definition, 'key') ?? '';
  const given = environment[key] ?? valueAt(definition, 'default');
  if (given === undefined) {
    const hint = 'set it with env of the step, or give the value a default';
    return { problem: `the environment variable ${key} is not set; ${hint}` };
  }
  const type = valueAt(definition, 'env_var_type') ?? 'str';
  if (!isVariableType(type)) {
    return { problem: `env_var_type ${JSON.stringify(type)} is unknown` };
  }
  const converted = convertValue(type, given);
  if (!('problem' in converted)) return converted;
  const source = environment[key] === undefined ? 'the default' : `the environment variable ${key}`;
  return { problem: `${source} ${converted.problem}, but env_var_type is ${type}` };
}

/** The secrets with the variables that they name, group by group. */
export function resolveSecrets(
  declared: JsonObject,
  overrides: JsonObject,
  environment: Environment,
): ResolvedValues {
  const missing: MissingValue[] = [];
  const groups: JsonObject = { ...declared, ...overrides };
  const values = Object.entries(groups).map(([group, value]): [string, Json] => [
    group,
    resolveSecret(value, ['secrets', group], environment, missing),
  ]);
  return { values: Object.fromEntries(values), floats: noFloatMarks, missing };
}

function resolveSecret(
  value: Json,
  path: DocumentPath,
  environment: Environment,
  missing: MissingValue[],
): Json {
  if (!isJsonObject(value)) return value;
  if (variableOf(value) !== undefined) {
    const key = stringAt(value, 'key') ?? '';
    const found = environment[key];
    if (found !== undefined) return found;
    const hint = 'give it with env of the step, as ${{ secrets.NAME }}';
    missing.push({ path, message: `the environment variable ${key} is not set; ${hint}` });
    return null;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, below]): [string, Json] => [
      key,
      resolveSecret(below, [...path, key], environment, missing),
    ]),
  );
}
