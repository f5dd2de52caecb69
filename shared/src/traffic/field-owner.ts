import { fieldManager } from '../cluster/cluster.ts';
import type { JsonPatchOperation } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, isJsonObject, objectAt, stringAt, valueAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { without } from '../json/without.ts';

/** A field manager as `managedFields` names it. */
export interface FieldOwner {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
}

/** Who owns the field at `path`; several where they applied the same value. */
export function ownersOf(object: KubeObject, ...path: readonly string[]): readonly FieldOwner[] {
  return arrayAt(object, 'metadata', 'managedFields')
    .filter((entry) => isOfObject(entry) && valueAt(entry, ...keysOf(path)) !== undefined)
    .map((entry) => ({
      manager: stringAt(entry, 'manager') ?? '',
      operation: stringAt(entry, 'operation') ?? '',
      apiVersion: stringAt(entry, 'apiVersion') ?? '',
    }));
}

/**
 * Operations that give the field at `path` back to those who owned it before this suite patched it.
 * Otherwise their next server-side apply would conflict with a value that is their own. None where
 * they own it still.
 */
export function planOwnershipReturn(
  object: KubeObject,
  owners: readonly FieldOwner[],
  ...path: readonly string[]
): readonly JsonPatchOperation[] {
  const present = arrayAt(object, 'metadata', 'managedFields');
  const isOwner = (entry: Json): boolean => owners.some((owner) => isEntryOf(entry, owner));
  const missing = owners.filter((owner) => !present.some((entry) => isEntryOf(entry, owner)));
  const kept = present.flatMap((entry): readonly Json[] => {
    if (isOwner(entry)) return [withFields(entry, added(fieldsOf(entry), keysOf(path).slice(1)))];
    if (!isOurs(entry)) return [entry];
    const fields = removed(fieldsOf(entry), keysOf(path).slice(1));
    return Object.keys(fields).length === 0 ? [] : [withFields(entry, fields)];
  });
  const renewed = missing.map((owner) => ({
    ...owner,
    fieldsType: 'FieldsV1',
    fieldsV1: added({}, keysOf(path).slice(1)),
  }));
  const value = [...kept, ...renewed];
  if (owners.length === 0 || JSON.stringify(value) === JSON.stringify(present)) return [];
  const version = object.metadata.resourceVersion ?? '';
  return [
    // Controllers write their status all the time, and their entries must not be set back.
    { op: 'test', path: '/metadata/resourceVersion', value: version },
    { op: 'replace', path: '/metadata/managedFields', value },
  ];
}

function keysOf(path: readonly string[]): readonly string[] {
  return ['fieldsV1', ...path.map((step) => `f:${step}`)];
}

function fieldsOf(entry: Json): JsonObject {
  return objectAt(entry, 'fieldsV1');
}

function withFields(entry: Json, fieldsV1: JsonObject): Json {
  return { ...objectAt(entry), fieldsV1 };
}

function isOfObject(entry: Json): boolean {
  return stringAt(entry, 'subresource') === undefined;
}

function isOurs(entry: Json): boolean {
  const isUpdate = stringAt(entry, 'operation') === 'Update';
  return isOfObject(entry) && isUpdate && stringAt(entry, 'manager') === fieldManager;
}

function isEntryOf(entry: Json, { apiVersion, manager, operation }: FieldOwner): boolean {
  return (
    isOfObject(entry) &&
    stringAt(entry, 'manager') === manager &&
    stringAt(entry, 'operation') === operation &&
    stringAt(entry, 'apiVersion') === apiVersion
  );
}

function added(fields: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined) return fields;
  return { ...fields, [key]: added(objectAt(fields, key), rest) };
}

function removed(fields: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const inner = key === undefined ? undefined : fields[key];
  if (key === undefined || !isJsonObject(inner)) return fields;
  const left = rest.length === 0 ? {} : removed(inner, rest);
  return Object.keys(left).length === 0 ? without(fields, key) : { ...fields, [key]: left };
}
