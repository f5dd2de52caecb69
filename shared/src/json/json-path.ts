import { valueAt } from './json.ts';
import type { Json } from './json.ts';

/** Where in a JSON value something stands: keys of objects and indices of arrays. */
export type JsonPath = readonly (string | number)[];

const step = /^(?:\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\])/;

/**
 * Reads a path that names one place (a singular query of RFC 9535): `$.status.version`, `$.items[0]`
 * or `$['a b']`. Undefined for anything else, wildcards and filters too.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const path: (string | number)[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const found = step.exec(rest);
    if (found === null) return undefined;
    const [whole, name, index, single, double] = found;
    path.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  return path;
}

/** The value at a path of a JSON text; undefined where it is missing or the text is no JSON. */
export function jsonTextAt(text: string, path: JsonPath): Json | undefined {
  try {
    return valueAt(JSON.parse(text), ...path);
  } catch {
    return undefined;
  }
}
