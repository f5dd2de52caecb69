import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { isTruthy } from '../experiment/python-truth.ts';
import { pythonTypeName } from './python-compare.ts';
import { ToleranceCrash } from './tolerance-crash.ts';

/**
 * The part of an output that the tolerance's `target` names: all of it where there is no target, or no
 * such part. Throws a ToleranceCrash where the output has no parts.
 */
export function targetPart(tolerance: JsonObject, output: Json): Json {
  const { target } = tolerance;
  if (!isTruthy(target)) return output;
  if (!isJsonObject(output)) {
    throw new ToleranceCrash(
      `the tolerance's target ${JSON.stringify(target)} is a part of a map, but the probe gave ${pythonTypeName(output)}: leave the target out`,
    );
  }
  if (typeof target === 'object') {
    throw new ToleranceCrash("the tolerance's target must be the name of a part, such as body");
  }
  const key = String(target);
  return Object.hasOwn(output, key) ? (output[key] ?? null) : output;
}
