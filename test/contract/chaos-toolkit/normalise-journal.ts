import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';

const token = /"(?:[^"\\]|\\.)*"|-?(?:\d[\d.eE+-]*|Infinity)|NaN/g;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00$/;

/**
 * A journal without what differs from run to run or from program to program: times, durations, the
 * words of errors, versions, the workspace's path, and our own key. Numbers are the text that stands
 * in the file, so that 1 and 1.0 are told apart.
 */
export function normaliseJournal(
  text: string,
  { workspace, anyOrder }: { readonly workspace: string; readonly anyOrder: boolean },
): Json {
  const numbersAsText = text
    .replaceAll(workspace, '<workspace>')
    .replaceAll(token, (found) => (found.startsWith('"') ? found : `"number ${found}"`));
  const journal = JSON.parse(numbersAsText) as JsonObject;
  const kept = Object.entries(journal).filter(([key]) => key !== 'x-kube-delivery');
  return Object.fromEntries(
    kept.map(([key, value]) => [key, normaliseSection(key, value, anyOrder)]),
  );
}

function normaliseSection(key: string, value: Json, anyOrder: boolean): Json {
  switch (key) {
    case 'platform':
    case 'node':
      return shapeOf(value);
    case 'experiment':
      return value;
    case 'run':
    case 'rollbacks': {
      const runs = withoutTimes(value);
      return anyOrder && Array.isArray(runs) ? runs.toSorted(byText) : runs;
    }
    case 'steady_states':
      return isJsonObject(value) ? normaliseStates(value) : value;
    default:
      return normaliseField(key, value);
  }
}

// How many looks at the hypothesis there were is a matter of speed: equal ones in a row are one.
function normaliseStates(states: JsonObject): Json {
  const during = withoutTimes(states.during ?? null);
  const distinct = Array.isArray(during)
    ? during.filter((state, i) => JSON.stringify(state) !== JSON.stringify(during[i - 1]))
    : during;
  const entries = Object.entries(states);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === 'during' ? distinct : withoutTimes(value)]),
  );
}

/** An activity's copy and its output stay as they are. */
function withoutTimes(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, field]) => [
      key,
      key === 'probes' ? withoutTimes(field) : normaliseField(key, field),
    ]),
  );
}

function normaliseField(key: string, value: Json): Json {
  switch (key) {
    case 'start':
    case 'end':
      return typeof value === 'string' && time.test(value) ? '<time>' : value;
    case 'duration':
      return shapeOf(value);
    case 'exception':
      return Array.isArray(value) && value.length > 0 ? '<lines>' : value;
    default:
      return value;
  }
}

function shapeOf(value: Json): Json {
  if (typeof value !== 'string' || value === '') return value;
  return value.startsWith('number ') ? '<seconds>' : '<text>';
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
