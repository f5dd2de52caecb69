import type { Json, JsonObject } from './json.ts';

/** A copy of `object` that lacks the fields `names`. */
export function without(object: JsonObject, ...names: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
