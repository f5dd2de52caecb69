import type { ErrorObject } from 'ajv';
import { stringAt } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import { shownPath } from '../charts/chart-finding.ts';
import { pointerPath } from './json-pointer.ts';

/** One way in which values do not meet a schema. */
export interface SchemaError {
  /** The value that is wrong; of a missing one where it should be. */
  readonly path: JsonPath;
  readonly isMissing: boolean;
  /** Where the schema says so. */
  readonly schemaPath: JsonPath;
  /** What is said of the value. */
  readonly message: string;
  readonly hint: string;
}

const summaries = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains']);
const shownAlternatives = 3;

/**
 * What an ajv validation found, each value's fault once. The faults of alternatives (`anyOf`, `oneOf`)
 * become one that names them, as at most one of them was to be met.
 */
export function schemaErrors(errors: readonly ErrorObject[]): readonly SchemaError[] {
  const kept: { readonly error: ErrorObject; readonly within: readonly ErrorObject[] }[] = [];
  for (const error of errors) {
    if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
    const within: ErrorObject[] = [];
    if (['anyOf', 'oneOf'].includes(error.keyword)) {
      // The library gives the alternatives' own faults right before the one that sums them up.
      while (isWithin(kept.at(-1)?.error, error)) {
        const last = kept.pop();
        if (last !== undefined) within.unshift(last.error);
      }
    }
    kept.push({ error, within });
  }
  const found = kept.map(({ error, within }) => toSchemaError(error, within));
  return found.filter(
    ({ path, message }, index) =>
      found.findIndex(
        (other) => other.message === message && shownPath(other.path) === shownPath(path),
      ) === index,
  );
}

function isWithin(inner: ErrorObject | undefined, outer: ErrorObject): boolean {
  if (inner === undefined) return false;
  return (
    inner.instancePath === outer.instancePath ||
    inner.instancePath.startsWith(`${outer.instancePath}/`)
  );
}

function toSchemaError(error: ErrorObject, within: readonly ErrorObject[]): SchemaError {
  const [path, isMissing] = place(error);
  const { message, hint } = describe(error, shownPath(path), within);
  const subject = path.length === 0 ? 'the values ' : '';
  const schemaPath = pointerPath(error.schemaPath);
  return { path, isMissing, schemaPath, message: `${subject}${message}`, hint };
}

const named = ['missingProperty', 'additionalProperty', 'unevaluatedProperty'] as const;

function place({ instancePath, params, propertyName }: ErrorObject): readonly [JsonPath, boolean] {
  const above = pointerPath(instancePath);
  const key = named
    .map((name) => stringAt(params, name))
    .concat(propertyName)
    .find((name) => name !== undefined);
  const isMissing = stringAt(params, 'missingProperty') !== undefined;
  return [key === undefined ? above : [...above, key], isMissing];
}

interface Description {
  readonly message: string;
  readonly hint: string;
}

function describe(error: ErrorObject, called: string, within: readonly ErrorObject[]): Description {
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'type':
      return {
        message: `must be ${list(params.type)}, but is ${typeOf(error.data)}`,
        hint: 'Change the value, or what values.schema.json wants',
      };
    case 'required':
    case 'dependentRequired':
    case 'dependencies':
      return { message: 'is required and missing', hint: `Set ${called}` };
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
      return unknown(error);
    case 'enum':
      return {
        message: `must be one of ${values(params.allowedValues)}`,
        hint: 'Take one of these',
      };
    case 'const':
      return {
        message: `must be ${JSON.stringify(params.allowedValue)}`,
        hint: 'Take that value',
      };
    case 'pattern':
      return {
        message: `must match ${String(params.pattern)}`,
        hint: 'Change the value',
      };
    case 'anyOf':
    case 'oneOf':
      return alternatives(called, within);
    default:
      return {
        message: error.message ?? `does not meet ${error.keyword}`,
        hint: summaries.has(error.keyword) ? 'See values.schema.json' : 'Change the value',
      };
  }
}

function unknown({ params, parentSchema }: ErrorObject): Description {
  const key = stringAt(params, 'additionalProperty') ?? '';
  const known = Object.keys((parentSchema?.properties as object | undefined) ?? {});
  const nearest = nearestWord(key, known);
  return {
    message: 'is not allowed by values.schema.json',
    hint: nearest === undefined ? 'Remove it, or add it to the schema' : `Write ${nearest}`,
  };
}

function alternatives(called: string, within: readonly ErrorObject[]): Description {
  const each = within.map((error) => {
    const { message, path } = toSchemaError(error, []);
    return shownPath(path) === called ? message : `${shownPath(path)} ${message}`;
  });
  const shown = [...new Set(each)].slice(0, shownAlternatives);
  return {
    message:
      shown.length === 0
        ? 'must fit exactly one of the alternatives in values.schema.json'
        : `fits none of the alternatives in values.schema.json: ${shown.join(', or ')}`,
    hint: 'Make it fit one of them',
  };
}

/** As JSON schema calls it. */
function typeOf(data: unknown): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
}

function list(types: unknown): string {
  return Array.isArray(types) ? types.join(' or ') : String(types);
}

function values(allowed: unknown): string {
  return Array.isArray(allowed) ? allowed.map((each) => JSON.stringify(each)).join(', ') : '';
}
