import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../../activity-failed.ts';
import { marksBelow, noFloatMarks } from '../../experiment/float-marks.ts';
import { pythonText } from '../../experiment/python-text.ts';
import type { MarkedJson } from '../../experiment/substitute.ts';

/**
 * Arguments as a query or a form has them, values as Python writes them. A list gives a pair for each of
 * its values, a map one for each of its keys (as requests does); nulls are dropped. Throws an
 * ActivityCrashedError for anything but a map or a list of pairs.
 */
export function formText(given: MarkedJson): string {
  return pairsOf(given)
    .flatMap(([name, value]) =>
      valuesOf(value)
        .filter((each) => each.value !== null)
        .flatMap(valuesOf)
        .map((each) => `${quoted(name)}=${quoted(each)}`),
    )
    .join('&');
}

function valuesOf(given: MarkedJson): readonly MarkedJson[] {
  if (Array.isArray(given.value)) return given.value.map((_, index) => partOf(given, index));
  return isJsonObject(given.value) ? Object.keys(given.value).map(keyOf) : [given];
}

function pairsOf(given: MarkedJson): readonly (readonly [MarkedJson, MarkedJson])[] {
  const { value } = given;
  if (isJsonObject(value)) {
    return Object.keys(value).map((key) => [keyOf(key), partOf(given, key)]);
  }
  if (!Array.isArray(value)) throw wrong();
  return value.map((pair: Json, index) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrong();
    const marked = partOf(given, index);
    return [partOf(marked, 0), partOf(marked, 1)];
  });
}

function partOf({ value, floats }: MarkedJson, key: string | number): MarkedJson {
  return { value: valueAt(value, key) ?? null, floats: marksBelow(floats, [key]) };
}

function keyOf(key: string): MarkedJson {
  return { value: key, floats: noFloatMarks };
}

function wrong(): ActivityCrashedError {
  return new ActivityCrashedError(
    'the arguments of a request are a text, a map, or a list of pairs',
  );
}

/** As Python's quote_plus has it: letters, digits and `_.-~` stay. */
function quoted({ value, floats }: MarkedJson): string {
  return encodeURIComponent(pythonText(value, floats))
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
