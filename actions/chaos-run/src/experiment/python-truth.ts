import type { Json } from '@kube-delivery/shared/json/json';

/** Whether Python's `if` takes the value for true: not for null, zero, and what is empty or missing. */
export function isTruthy(value: Json | undefined): value is Exclude<Json, null> {
  if (value === null || value === undefined || value === '') return false;
  return typeof value === 'object' ? Object.keys(value).length > 0 : value !== false && value !== 0;
}
