import type { Json } from '@kube-delivery/shared/json/json';
import type { Parameter } from './native-function.ts';

/** A parameter that must be given. */
export const required: Parameter = { default: undefined };

/** A parameter that has this value where it is not given. */
export function byDefault(value: Json): Parameter {
  return { default: value };
}
