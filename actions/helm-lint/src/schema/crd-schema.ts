import {
  arrayAt,
  booleanAt,
  isJsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
} from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Field, Limits, SchemaFormat, SchemaNode, SchemaType } from './schema-node.ts';

/** Kubernetes' own definition of `metadata`, which every object has. */
export const metadataDefinition = 'meta.v1.ObjectMeta';

const scalarTypes: readonly SchemaType[] = ['string', 'integer', 'number', 'boolean'];

const limitNames = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const satisfies readonly (keyof Limits)[];

/** Everything that an object has by being one. */
const typeAndMetadata: Readonly<Record<string, readonly Field[]>> = {
  apiVersion: [{ type: 'string', needed: true }],
  kind: [{ type: 'string', needed: true }],
  metadata: [{ ref: metadataDefinition }],
};

/**
 * The node of a whole custom resource by the structural schema of its CustomResourceDefinition; one
 * without a schema, or where `keepsUnknown`, takes any field.
 */
export function customResourceNode(schema: Json | undefined, keepsUnknown: boolean): SchemaNode {
  if (schema === undefined || keepsUnknown) {
    return { type: 'object', properties: typeAndMetadata, open: true };
  }
  const node = toNode(schema, false);
  return { ...node, type: 'object', properties: { ...node.properties, ...typeAndMetadata } };
}

/**
 * The node of a structural schema. What only narrows values further (pattern, oneOf, anyOf, not, CEL
 * rules) is left to the server: it takes Go's regular expressions and CEL to judge it.
 */
function toNode(schema: Json, keepsUnknown: boolean): SchemaNode {
  const limits = readLimits(schema);
  const common: SchemaNode = {
    ...(limits === undefined ? {} : { limits }),
    ...(refusesNull(schema) ? { refusesNull: true } : {}),
  };
  const allowed = arrayAt(schema, 'enum');
  const choice = allowed.length === 0 ? common : { ...common, enum: allowed };
  if (booleanAt(schema, 'x-kubernetes-int-or-string') === true) {
    return { ...choice, type: 'int-or-string', open: true };
  }
  const type = stringAt(schema, 'type');
  const keeps = keepsUnknown || booleanAt(schema, 'x-kubernetes-preserve-unknown-fields') === true;
  if (type === 'object') return { ...common, ...objectNode(schema, keeps) };
  if (type === 'array') return { ...common, ...arrayNode(schema, keeps) };
  const scalar = scalarTypes.find((known) => known === type);
  if (scalar === undefined) return {};
  const format = formats[stringAt(schema, 'format') ?? ''];
  return { ...choice, type: scalar, ...(format === undefined ? {} : { format }) };
}

const formats: Readonly<Record<string, SchemaFormat>> = {
  byte: 'base64',
  'date-time': 'date-time',
};

function objectNode(schema: Json, keepsUnknown: boolean): SchemaNode {
  const required = arrayAt(schema, 'required');
  const properties: Record<string, readonly Field[]> = Object.fromEntries(
    Object.entries(objectAt(schema, 'properties')).map(([name, property]) => {
      const standard = valueAt(property, 'default');
      // The server puts defaults in place before it looks for what is missing.
      const isNeeded = required.includes(name) && standard === undefined;
      const field: Field = {
        ...toNode(property, keepsUnknown && !isSpecified(property)),
        ...(standard === undefined ? {} : { default: standard }),
        ...(isNeeded ? { needed: true } : {}),
      };
      return [name, [field]];
    }),
  );
  const isEmbedded = booleanAt(schema, 'x-kubernetes-embedded-resource') === true;
  const values = valueAt(schema, 'additionalProperties');
  return {
    type: 'object',
    properties: isEmbedded ? { ...properties, ...typeAndMetadata } : properties,
    ...(isJsonObject(values) ? { values: toNode(values, keepsUnknown) } : {}),
    ...(keepsUnknown || values === true ? { open: true } : {}),
  };
}

function arrayNode(schema: Json, keepsUnknown: boolean): SchemaNode {
  const items = valueAt(schema, 'items');
  const keys = arrayAt(schema, 'x-kubernetes-list-map-keys').filter(
    (key) => typeof key === 'string',
  );
  return {
    type: 'array',
    ...(items === undefined ? {} : { items: toNode(items, keepsUnknown && !isSpecified(items)) }),
    ...(keys.length === 0 ? {} : { keys }),
  };
}

/** Unknown fields are preserved down to where fields are specified again. */
function isSpecified(schema: Json): boolean {
  if (!isJsonObject(schema)) return false;
  return Object.hasOwn(schema, 'properties') || Object.hasOwn(schema, 'additionalProperties');
}

/** The server drops a null that has a default, and takes one that is nullable. */
function refusesNull(schema: Json): boolean {
  return booleanAt(schema, 'nullable') !== true && valueAt(schema, 'default') === undefined;
}

function readLimits(schema: Json): Limits | undefined {
  const found: [string, number][] = limitNames.flatMap((name) => {
    const limit = numberAt(schema, name);
    return limit === undefined ? [] : [[name, limit] as [string, number]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The schema of one version of a CustomResourceDefinition, whichever API it is written in. */
export function schemaOfVersion(definition: JsonObject, version: Json): Json | undefined {
  return (
    valueAt(version, 'schema', 'openAPIV3Schema') ??
    valueAt(definition, 'spec', 'validation', 'openAPIV3Schema')
  );
}
