import { arrayAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { compareDecimal, decimalOf, parseDecimal } from './decimal.ts';
import { pythonTypeName } from './python-compare.ts';
import { targetPart } from './target-part.ts';
import { ToleranceCrash } from './tolerance-crash.ts';

/** Whether an output lies in a `type: range`, both ends included. A text that is no number does not. */
export function withinRange(tolerance: JsonObject, output: Json): boolean {
  const value = targetPart(tolerance, output);
  const decimal = decimalFrom(value);
  if (decimal === undefined) return false;
  if (decimal === 'not a number')
    throw new ToleranceCrash('the probe gave NaN, which has no order');
  const [from = null, to = null] = arrayAt(tolerance, 'range');
  return compareDecimal(decimal, from) >= 0 && compareDecimal(decimal, to) <= 0;
}

function decimalFrom(value: Json): ReturnType<typeof parseDecimal> {
  if (typeof value === 'string') return parseDecimal(value);
  if (typeof value === 'number' || typeof value === 'boolean') return decimalOf(value);
  throw new ToleranceCrash(
    `a range is asked of a number, but the probe gave ${pythonTypeName(value)}: name the part with \`target\`, such as stdout or body`,
  );
}
