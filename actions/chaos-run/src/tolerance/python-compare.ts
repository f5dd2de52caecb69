import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';

/** Two values that Python does not put in an order; the message names their types. */
export class PythonTypeError extends Error {
  override readonly name = 'PythonTypeError';
}

/** `left == right` in Python: true is 1, the order of keys does not matter. */
export function pythonEquals(left: Json, right: Json): boolean {
  if (isNumeric(left) && isNumeric(right)) return Number(left) === Number(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return sameItems(left as readonly Json[], right as readonly Json[]);
  }
  if (isJsonObject(left) && isJsonObject(right)) return sameEntries(left, right);
  return left === right;
}

/** `left <= right` in Python. Throws a PythonTypeError where Python has no order for the two. */
export function pythonAtMost(left: Json, right: Json): boolean {
  if (isNumeric(left) && isNumeric(right)) return Number(left) <= Number(right);
  if (typeof left === 'string' && typeof right === 'string') {
    return atMostByItems(Array.from(left), Array.from(right), codePointAtMost);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return atMostByItems(left as readonly Json[], right as readonly Json[], pythonAtMost);
  }
  throw new PythonTypeError(
    `${pythonTypeName(left)} and ${pythonTypeName(right)} have no order between them`,
  );
}

/** `value in items` in Python. */
export function pythonIn(value: Json, items: readonly Json[]): boolean {
  return items.some((item) => pythonEquals(item, value));
}

/** What kind of value this is, in words for people: `a text`, `null`. */
export function pythonTypeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'a boolean';
  return typeof value === 'number' ? 'a number' : 'a map';
}

function isNumeric(value: Json): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function sameItems(left: readonly Json[], right: readonly Json[]): boolean {
  return (
    left.length === right.length &&
    left.every((item, index) => {
      const other = right[index];
      return other !== undefined && pythonEquals(item, other);
    })
  );
}

function sameEntries(left: JsonObject, right: JsonObject): boolean {
  const entries = Object.entries(left);
  return (
    entries.length === Object.keys(right).length &&
    entries.every(([key, value]) => {
      const other = Object.hasOwn(right, key) ? right[key] : undefined;
      return other !== undefined && pythonEquals(value, other);
    })
  );
}

/** As Python orders texts and lists: the first two items that differ decide, else the lengths. */
function atMostByItems<T extends Json>(
  left: readonly T[],
  right: readonly T[],
  atMost: (left: T, right: T) => boolean,
): boolean {
  for (const [index, item] of left.entries()) {
    const other = right[index];
    if (other === undefined) return false;
    if (!pythonEquals(item, other)) return atMost(item, other);
  }
  return true;
}

function codePointAtMost(left: string, right: string): boolean {
  return (left.codePointAt(0) ?? 0) <= (right.codePointAt(0) ?? 0);
}
