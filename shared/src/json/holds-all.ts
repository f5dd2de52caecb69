import { isJsonObject } from './json.ts';
import type { Json } from './json.ts';

/**
 * Whether everything in `wanted` is in `value` too, which may hold more: keys of objects at any depth.
 * Arrays must be of the same length, and hold the same in the same order. What is empty need not be
 * there, as the API server leaves it out.
 */
export function holdsAll(value: Json | undefined, wanted: Json): boolean {
  if (Array.isArray(wanted)) {
    const items = wanted as readonly Json[];
    const present = value === undefined ? [] : value;
    return (
      Array.isArray(present) &&
      present.length === items.length &&
      items.every((item, index) => holdsAll((present as readonly Json[])[index], item))
    );
  }
  if (isJsonObject(wanted)) {
    const present = value === undefined ? {} : value;
    return (
      isJsonObject(present) &&
      Object.entries(wanted).every(([key, item]) => holdsAll(present[key], item))
    );
  }
  return value === wanted;
}
