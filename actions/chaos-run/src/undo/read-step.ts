import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import type { UndoStep } from './undo-step.ts';

/** A step as a record holds it; undefined for anything else. */
export function readStep(given: Json): UndoStep | undefined {
  switch (stringAt(given, 'kind')) {
    case 'nothing':
      return { kind: 'nothing' };
    case 'restore-field': {
      const object = readReference(valueAt(given, 'object'));
      const uid = stringAt(given, 'uid');
      const field = readField(arrayAt(given, 'field'));
      if (object === undefined || uid === undefined || field === undefined) return undefined;
      const before = valueAt(given, 'before') ?? null;
      const during = valueAt(given, 'during') ?? null;
      return { kind: 'restore-field', object, uid, field, before, during };
    }
    case 'delete-object': {
      const object = readReference(valueAt(given, 'object'));
      return object && { kind: 'delete-object', object };
    }
    case 'create-object': {
      const object = valueAt(given, 'object');
      return isKubeObject(object) ? { kind: 'create-object', object } : undefined;
    }
    case undefined:
    default:
      return undefined;
  }
}

function readReference(given: Json | undefined): ObjectReference | undefined {
  const apiVersion = stringAt(given, 'apiVersion');
  const kind = stringAt(given, 'kind');
  const name = stringAt(given, 'name');
  const namespace = stringAt(given, 'namespace');
  if (!apiVersion || !kind || !name) return undefined;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

function readField(given: readonly Json[]): JsonPath | undefined {
  const steps = given.filter((step) => typeof step === 'string' || typeof step === 'number');
  return steps.length === given.length && steps.length > 0 ? steps : undefined;
}

function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isJsonObject(value) &&
    stringAt(value, 'apiVersion') !== undefined &&
    stringAt(value, 'kind') !== undefined &&
    stringAt(value, 'metadata', 'name') !== undefined
  );
}
