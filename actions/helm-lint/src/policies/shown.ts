import type { Json } from '@kube-delivery/shared/json/json';

/** A value of a field for a message: text as it is, all else as JSON. */
export function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
