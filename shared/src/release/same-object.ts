import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../cluster/kube-object.ts';
import { isJsonObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { without } from '../json/without.ts';
import { marksPrefix } from './marks.ts';

const serverFields = [
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'creationTimestamp',
  'selfLink',
];

/** One field that differs between two states of an object. */
export interface FieldChange {
  /** `spec.template.spec.containers[app].image`; list items by name where they have one. */
  readonly path: string;
  /** As JSON; undefined where the field is not there. Values of Secrets are `***`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * Whether two states of an object are the same to their owner: without status, what the server keeps
 * for itself, and the annotations of this suite.
 */
export function sameObject(one: KubeObject, other: KubeObject): boolean {
  return isDeepStrictEqual(essence(one), essence(other));
}

/** The fields in which `to` differs from `from`, by the same measure as `sameObject`. */
export function changedFields(from: KubeObject, to: KubeObject): readonly FieldChange[] {
  const changes = differences(essence(from), essence(to), '');
  if (to.kind !== 'Secret') return changes;
  return changes.map((change) => {
    if (!/^(?:data|stringData)\b/.test(change.path)) return change;
    const hidden = (value: string | undefined) => (value === undefined ? undefined : '***');
    return { path: change.path, from: hidden(change.from), to: hidden(change.to) };
  });
}

function essence(object: KubeObject): JsonObject {
  const annotations = Object.entries(object.metadata.annotations ?? {}).filter(
    ([name]) => !name.startsWith(marksPrefix),
  );
  // No annotations and none but ours are the same.
  const shown = annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) };
  const metadata = { ...without(object.metadata, 'annotations', ...serverFields), ...shown };
  return { ...without(object, 'status'), metadata };
}

function differences(
  from: Json | undefined,
  to: Json | undefined,
  path: string,
): readonly FieldChange[] {
  if (isDeepStrictEqual(from, to)) return [];
  const before = partsOf(from);
  const after = partsOf(to);
  if (before === undefined || after === undefined) {
    return [{ path, from: shown(from), to: shown(to) }];
  }
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const deeper = key.startsWith('[') || path === '' ? `${path}${key}` : `${path}.${key}`;
    return differences(before.get(key), after.get(key), deeper);
  });
}

/** The parts of a map by key, of a list by `[name]` or `[index]`; undefined for anything else. */
function partsOf(value: Json | undefined): ReadonlyMap<string, Json> | undefined {
  if (isJsonObject(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value)) return undefined;
  const items = value as readonly Json[];
  const names = items.map((item) => (isJsonObject(item) ? item.name : undefined));
  const named =
    names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  return new Map(
    items.map((item, index) => [named ? `[${String(names[index])}]` : `[${index}]`, item]),
  );
}

function shown(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
