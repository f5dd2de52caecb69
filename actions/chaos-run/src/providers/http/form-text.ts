import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../../activity-failed.ts';
import { pythonText } from '../../experiment/python-text.ts';

/**
 * Arguments as a query or a form has them, values as Python writes them. A list gives a pair for each of
 * its values, a map one for each of its keys (as requests does); nulls are dropped. Throws an
 * ActivityCrashedError for anything but a map or a list of pairs.
 */
export function formText(given: Json): string {
  return pairsOf(given)
    .flatMap(([name, value]) =>
      valuesOf(value)
        .filter((each) => each !== null)
        .flatMap(valuesOf)
        .map((each) => `${quoted(name)}=${quoted(each)}`),
    )
    .join('&');
}

function valuesOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return isJsonObject(value) ? Object.keys(value) : [value];
}

function pairsOf(given: Json): readonly (readonly [Json, Json])[] {
  if (isJsonObject(given)) return Object.entries(given);
  if (!Array.isArray(given)) throw wrong();
  return (given as readonly Json[]).map((pair) => {
    const [name, value, ...rest] = Array.isArray(pair) ? (pair as readonly Json[]) : [];
    if (name === undefined || value === undefined || rest.length > 0) throw wrong();
    return [name, value];
  });
}

function wrong(): ActivityCrashedError {
  return new ActivityCrashedError(
    'the arguments of a request are a text, a map, or a list of pairs',
  );
}

/** As Python's quote_plus has it: letters, digits and `_.-~` stay. */
function quoted(value: Json): string {
  return encodeURIComponent(pythonText(value))
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
