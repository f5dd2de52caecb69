import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/** JSON as Python's `json.dumps` writes it: a blank behind commas and colons, and ASCII only. */
export function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(pythonJson).join(', ')}]`;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(
      ([key, each]) => `${pythonJson(key)}: ${pythonJson(each)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value).replace(
    /[\u007F-\uFFFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
