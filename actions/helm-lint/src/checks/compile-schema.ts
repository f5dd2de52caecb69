import { Ajv } from 'ajv';
import type { AnySchemaObject, Options, ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { TextPosition } from '@kube-delivery/shared/manifests/yaml-places';
import { lineWithin } from '../charts/line-within.ts';
import { pointerPath } from './json-pointer.ts';

/** A values.schema.json that values can be held against. */
export interface CompiledSchema {
  readonly validate: ValidateFunction;
  readonly schema: Json;
  /** Where it refers to a schema on another host; that part takes every value. */
  readonly remote: readonly RemoteReference[];
}

/** A reference that takes the network. */
export interface RemoteReference {
  readonly path: JsonPath;
  readonly address: string;
}

/** Why a text is no JSON schema. */
export interface SchemaProblem {
  readonly at: TextPosition;
  readonly message: string;
}

/**
 * Reads a JSON schema of draft 4, 6, 7, 2019-09 or 2020-12, which is meant where `$schema` is missing, as
 * Helm's own library does. Formats are left to Helm.
 */
export function compileSchema(text: string): CompiledSchema | SchemaProblem {
  const read = parse(text);
  if ('message' in read) return read;
  const remote: RemoteReference[] = [];
  const local = withoutRemote(read.value, [], remote);
  if (!isJsonObject(local) && typeof local !== 'boolean') {
    return { at: { line: 1, column: 1 }, message: 'it is not an object' };
  }
  const places = openYamlPlaces(text);
  const ajv = ajvFor(stringAt(local, '$schema') ?? '');
  const schema = withoutDraft(local);
  try {
    if (ajv.validateSchema(schema) !== true) {
      const [error] = ajv.errors ?? [];
      const path = pointerPath(error?.instancePath ?? '');
      const what = path.length === 0 ? 'the schema' : `#/${path.join('/')}`;
      return {
        at: places.nearestKey(path),
        message: `${what} ${error?.message ?? 'is not valid'}`,
      };
    }
    return { validate: ajv.compile(schema), schema: local, remote };
  } catch (error) {
    return { at: { line: 1, column: 1 }, message: messageOf(error) };
  }
}

function parse(text: string): { readonly value: Json } | SchemaProblem {
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    const message = messageOf(error);
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
    const at = { line: lineWithin(text, Number(line ?? Infinity)), column: Number(column ?? 1) };
    return { at, message: `it is not JSON: ${message.replace(/ in JSON at position.*$/s, '')}` };
  }
}

const options: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  validateFormats: false,
  // The schema is validated on its own, so that its faults have places.
  validateSchema: false,
  logger: false,
  unicodeRegExp: false,
  code: { regExp: Object.assign(expression, { code: 'expression' }) },
};

/** Patterns are of Go's kind: what JavaScript does not know takes every text. */
function expression(pattern: string): { test(text: string): boolean } {
  try {
    return new RegExp(pattern.replace(/^\^?\(\?s\)/, ''), 's');
  } catch {
    return { test: () => true };
  }
}

type Validator = Pick<Ajv, 'compile' | 'validateSchema' | 'errors'>;

function ajvFor(draft: string): Validator {
  if (draft.includes('draft-04')) return new Ajv04(options);
  if (/draft-0[67]/.test(draft)) return new Ajv(options);
  return draft.includes('2019-09') ? new Ajv2019(options) : new Ajv2020(options);
}

/** The draft was chosen already, and draft 6 is a part of draft 7. */
function withoutDraft(schema: JsonObject | boolean): AnySchemaObject {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}

/** The schema with `{}` for each reference to another document. */
function withoutRemote(schema: Json, path: JsonPath, remote: RemoteReference[]): Json {
  if (Array.isArray(schema)) {
    return (schema as readonly Json[]).map((item, index) =>
      withoutRemote(item, [...path, index], remote),
    );
  }
  if (!isJsonObject(schema)) return schema;
  const address = stringAt(schema, '$ref') ?? '';
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^https?:\/\/json-schema\.org\//.test(address)) {
    remote.push({ path: [...path, '$ref'], address });
    return {};
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      withoutRemote(value, [...path, key], remote),
    ]),
  );
}
