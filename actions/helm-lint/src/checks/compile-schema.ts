import { Ajv, MissingRefError } from 'ajv';
import type { AnySchemaObject, Options, ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { TextPosition } from '@kube-delivery/shared/manifests/yaml-places';
import { lineWithin } from '../charts/line-within.ts';
import { goPattern } from './go-pattern.ts';
import { pointerPath } from './json-pointer.ts';
import { localSchema } from './local-schema.ts';
import type { RemoteReference } from './local-schema.ts';
import { draftOf, isOlder } from './schema-draft.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** A values.schema.json that values can be held against. */
export interface CompiledSchema {
  readonly validate: ValidateFunction;
  /** Where it refers to a schema on another host; that part takes every value. */
  readonly remote: readonly RemoteReference[];
}

/** Why a text is no JSON schema. */
export interface SchemaProblem {
  readonly at: TextPosition;
  readonly message: string;
}

/** Reads the text of a schema. */
export type SchemaCompiler = (text: string) => CompiledSchema | SchemaProblem;

/**
 * Reads JSON schemas of draft 4, 6, 7, 2019-09 or 2020-12, which is meant where `$schema` is missing, as
 * Helm's own library does. Nothing is fetched. A text is read once, and so is what the drafts say of
 * schemas, which takes longer than most schemas do.
 */
export function openSchemaCompiler(): SchemaCompiler {
  const read = new Map<string, CompiledSchema | SchemaProblem>();
  const judges = new Map<SchemaDraft, Validator>();
  const judgeFor = (draft: SchemaDraft): Validator => {
    const judge = judges.get(draft) ?? ajvFor(draft, true);
    judges.set(draft, judge);
    return judge;
  };
  return (text) => {
    const known = read.get(text) ?? compileSchema(text, judgeFor);
    read.set(text, known);
    return known;
  };
}

function compileSchema(
  text: string,
  judgeFor: (draft: SchemaDraft) => Validator,
): CompiledSchema | SchemaProblem {
  const read = parse(text);
  if ('message' in read) return read;
  const draft = draftOf(stringAt(read.value, '$schema') ?? '');
  const { remote, schema } = localSchema(read.value, draft);
  if (!isJsonObject(schema) && typeof schema !== 'boolean') {
    return { at: { line: 1, column: 1 }, message: 'it is not an object' };
  }
  const judge = judgeFor(draft);
  const judged = withoutDraft(schema);
  if (judge.validateSchema(judged) !== true) {
    const [error] = judge.errors ?? [];
    const path = pointerPath(error?.instancePath ?? '');
    const what = path.length === 0 ? 'the schema' : `#/${path.join('/')}`;
    return {
      at: openYamlPlaces(text).nearestKey(path),
      message: `${what} ${error?.message ?? 'is not valid'}`,
    };
  }
  // Besides in $schema, which is no reference.
  const takesSchemas = JSON.stringify(judged).includes('json-schema.org/');
  try {
    return { validate: ajvFor(draft, takesSchemas).compile(judged), remote };
  } catch (error) {
    const address = error instanceof MissingRefError ? error.missingSchema : '';
    if (/^https?:/.test(address)) {
      const validate = ajvFor(draft, false).compile({});
      return { validate, remote: [...remote, { path: ['$id'], address }] };
    }
    return { at: { line: 1, column: 1 }, message: messageOf(error) };
  }
}

function parse(text: string): { readonly value: Json } | SchemaProblem {
  try {
    return { value: JSON.parse(text) as Json };
  } catch (error) {
    const message = messageOf(error);
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
    return {
      at: { line: lineWithin(text, Number(line ?? Infinity)), column: Number(column ?? 1) },
      message: `it is not JSON: ${message.replace(/ in JSON at position.*$/s, '')}`,
    };
  }
}

const options: Options = {
  allErrors: true,
  verbose: true,
  strict: false,
  // The schema is validated on its own, so that its faults have places.
  validateSchema: false,
  logger: false,
  unicodeRegExp: false,
  code: { regExp: Object.assign(goPattern, { code: 'goPattern' }) },
};

const older: Options = {
  ...options,
  formats: {
    date: fullFormats.date,
    time: fullFormats.time,
    'date-time': fullFormats['date-time'],
    hostname: fullFormats.hostname,
    ipv4: fullFormats.ipv4,
    ipv6: fullFormats.ipv6,
    uuid: fullFormats.uuid,
    // Helm takes more than the library does.
    email: /^.+@[^@\s]+$/,
    uri: /^[a-z][a-z0-9+.-]*:/i,
  },
};

type Validator = Pick<Ajv, 'compile' | 'validateSchema' | 'errors'>;

// Its types are those of a module that Node would read differently from how it is.
const Draft04 = Ajv04 as unknown as new (options: Options) => Validator;

/** `knowsSchemas`: the schemas of JSON schema itself, which take a while to read. */
function ajvFor(draft: SchemaDraft, knowsSchemas: boolean): Validator {
  const own = {
    ...(isOlder(draft) ? older : { ...options, validateFormats: false }),
    meta: knowsSchemas,
  };
  switch (draft) {
    case 'draft-04':
      return new Draft04(own);
    case 'draft-07':
      return new Ajv(own);
    case '2019-09':
      return new Ajv2019(own);
    case '2020-12':
      return new Ajv2020(own);
  }
}

/** The draft was chosen already. */
function withoutDraft(schema: JsonObject | boolean): AnySchemaObject {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} };
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}
