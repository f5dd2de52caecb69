import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, isJsonObject, objectAt, stringAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { without } from '../json/without.ts';
import { marksPrefix } from './marks.ts';

/**
 * Whether applying `object` to `live` as `manager` surely changes nothing, so that the server need not
 * be asked: `manager` has applied exactly these fields before, and `live` still has their values. Reads
 * the server's own record of that (`managedFields`, a trie of fields as KEP-555 describes it). The
 * annotations of this suite count as little as in `sameObject`. False where it cannot be told, as for
 * values that the server writes in another way than they were given.
 */
export function isSurelyApplied(object: KubeObject, live: KubeObject, manager: string): boolean {
  const fields = fieldsOf(live, manager, object.apiVersion);
  if (fields === undefined || live.metadata.deletionTimestamp !== undefined) return false;
  const present = { ...live, metadata: metadataOf(live) };
  return areApplied(withoutMarks(fields), ownedPart(object), present);
}

function fieldsOf(live: KubeObject, manager: string, apiVersion: string): JsonObject | undefined {
  const entries = arrayAt(live, 'metadata', 'managedFields').filter(
    (entry) =>
      stringAt(entry, 'manager') === manager &&
      stringAt(entry, 'operation') === 'Apply' &&
      (stringAt(entry, 'subresource') ?? '') === '',
  );
  const [entry] = entries;
  const isOne = entries.length === 1 && stringAt(entry, 'apiVersion') === apiVersion;
  return isOne ? objectAt(entry, 'fieldsV1') : undefined;
}

/** Whether the values of exactly the fields in `trie` are what `wanted` holds, and `live` has them. */
function areApplied(trie: JsonObject, wanted: Json | undefined, live: Json | undefined): boolean {
  const steps = Object.keys(trie).filter((step) => step !== '.');
  if (steps.length === 0) return wanted !== undefined && isDeepStrictEqual(wanted, live);
  if (steps.every((step) => step.startsWith('f:'))) {
    if (!isJsonObject(wanted) || !isJsonObject(live)) return false;
    const names = Object.keys(wanted);
    return (
      names.length === steps.length &&
      names.every((name) => {
        const below = trie[`f:${name}`];
        return isJsonObject(below) && areApplied(below, wanted[name], live[name]);
      })
    );
  }
  if (!Array.isArray(wanted) || !Array.isArray(live) || wanted.length !== steps.length)
    return false;
  return areItemsApplied(trie, steps, wanted as readonly Json[], live as readonly Json[]);
}

/** The same of a list whose items are told apart by keys (`k:`) or by value (`v:`), in this order. */
function areItemsApplied(
  trie: JsonObject,
  steps: readonly string[],
  wanted: readonly Json[],
  live: readonly Json[],
): boolean {
  const places = new Map<number, number>();
  for (const step of steps) {
    const below = objectAt(trie, step);
    const sameAs = itemTest(step);
    if (sameAs === undefined) return false;
    const at = wanted.findIndex((item) => sameAs(item, below));
    const place = live.findIndex((item) => sameAs(item, undefined));
    if (at < 0 || place < 0 || places.has(at)) return false;
    if (step.startsWith('k:') && !areApplied(below, wanted[at], live[place])) return false;
    places.set(at, place);
  }
  const order = [...places].sort(([one], [other]) => one - other).map(([, place]) => place);
  return order.every((place, index) => index === 0 || place > (order[index - 1] ?? 0));
}

type ItemTest = (item: Json, fields: JsonObject | undefined) => boolean;

/**
 * Tells the item that a step names. A key that the given item lacks has the kind's default, which it
 * had before too where `fields` do not name it either.
 */
function itemTest(step: string): ItemTest | undefined {
  const named = parse(step.slice(2));
  if (step.startsWith('v:')) return (item) => isDeepStrictEqual(item, named);
  if (!step.startsWith('k:') || !isJsonObject(named)) return undefined;
  return (item, fields) =>
    isJsonObject(item) &&
    Object.entries(named).every(([key, value]) =>
      key in item
        ? isDeepStrictEqual(item[key], value)
        : fields !== undefined && !(`f:${key}` in fields),
    );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What of an object an apply owns: the server leaves out what names it. */
function ownedPart(object: KubeObject): JsonObject {
  const metadata = without(metadataOf(object), 'name', 'namespace');
  const owned = without(object, 'apiVersion', 'kind', 'metadata');
  return Object.keys(metadata).length === 0 ? owned : { ...owned, metadata };
}

/** `metadata` without the annotations of this suite. */
function metadataOf({ metadata }: KubeObject): JsonObject {
  const annotations = Object.entries(metadata.annotations ?? {});
  const others = annotations.filter(([name]) => !name.startsWith(marksPrefix));
  if (others.length === annotations.length) return metadata;
  const rest = without(metadata, 'annotations');
  return others.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(others) };
}

/** A trie without the annotations of this suite. */
function withoutMarks(trie: JsonObject): JsonObject {
  const names = Object.keys(objectAt(trie, 'f:metadata', 'f:annotations'));
  const marks = names.filter((name) => name.startsWith(`f:${marksPrefix}`));
  if (marks.length === 0) return trie;
  const metadata = objectAt(trie, 'f:metadata');
  const annotations = without(objectAt(metadata, 'f:annotations'), ...marks);
  const rest = without(metadata, 'f:annotations');
  const kept =
    Object.keys(annotations).length === 0 ? rest : { ...rest, 'f:annotations': annotations };
  const others = without(trie, 'f:metadata');
  return Object.keys(kept).length === 0 ? others : { ...others, 'f:metadata': kept };
}
