import { isJsonObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Secrets } from './secrets.ts';

/** `value` with every known secret in its strings and keys replaced by `***`. */
export function redactJson(value: Json, secrets: Secrets): Json {
  if (typeof value === 'string') return secrets.redact(value);
  if (Array.isArray(value)) return value.map((item: Json) => redactJson(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [secrets.redact(key), redactJson(item, secrets)]),
  );
}
