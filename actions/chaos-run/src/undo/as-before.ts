import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { isSame } from './restore-field.ts';
import type { UndoStep } from './undo-step.ts';

/**
 * An object as it was before the faults whose ways back are `own`, oldest first; what somebody else has
 * changed since stays. Once it is deleted, its fields cannot be set back one by one.
 */
export function asBefore(object: KubeObject, own: readonly UndoStep[]): KubeObject {
  let found: Json = object;
  for (const step of own.toReversed()) {
    if (step.kind !== 'restore-field' || step.uid !== object.metadata.uid) continue;
    if (!isSame(valueAt(found, ...step.field), step.during)) continue;
    found = withField(found, step.field, step.before);
  }
  return found as KubeObject;
}

/** A copy in which the field has this value, or is missing where that is null. */
function withField(value: Json | undefined, [key, ...inner]: JsonPath, to: Json): Json {
  if (key === undefined) return to;
  const fields: JsonObject = isJsonObject(value) ? value : {};
  const isRemoved = inner.length === 0 && to === null;
  const others = Object.entries(fields).filter(([name]) => name !== String(key));
  if (isRemoved) return Object.fromEntries(others);
  return { ...fields, [key]: withField(fields[String(key)], inner, to) };
}
