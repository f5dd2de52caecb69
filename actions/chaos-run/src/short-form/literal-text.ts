import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';

/**
 * The value in such a form that substitution gives back exactly it: a `$` that would begin a variable or
 * stands before another one is doubled in every text.
 */
export function literalText(value: Json): Json {
  if (typeof value === 'string') return value.replace(/\$(?=[$_a-z{])/gi, '$$$$');
  if (Array.isArray(value)) return (value as readonly Json[]).map(literalText);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literalText(each)]));
}
