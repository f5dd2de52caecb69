import { isJsonObject, objectAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Journal } from '../journal/journal.ts';

/**
 * What tolerances that are probes were last given, by the map of the tolerance. Chaos Toolkit puts it into
 * the experiment itself, so that its journal shows it wherever the probe is copied.
 */
export type ToleranceValues = ReadonlyMap<Json, Json>;

/** Shows in the journal what these tolerances were given. */
export function showToleranceValues(journal: Journal, values: ToleranceValues): void {
  if (values.size === 0) return;
  journal.experiment = shownInObject(journal.experiment, values);
  const { before, after, during } = journal.steady_states;
  const looks = [before, ...during, after].flatMap((state) => state?.probes ?? []);
  for (const entry of [...looks, ...journal.run, ...journal.rollbacks]) {
    entry.activity = shownInObject(entry.activity, values);
  }
}

function shown(value: Json, values: ToleranceValues): Json {
  if (Array.isArray(value)) return shownInList(value as readonly Json[], values);
  return isJsonObject(value) ? shownInObject(value, values) : value;
}

/** What holds no such tolerance stays the same list. */
function shownInList(list: readonly Json[], values: ToleranceValues): Json {
  const items = list.map((item) => shown(item, values));
  return items.every((item, index) => item === list[index]) ? list : items;
}

function shownInObject(value: JsonObject, values: ToleranceValues): JsonObject {
  const given = values.get(value);
  if (given !== undefined) {
    const provider = objectAt(value, 'provider');
    const args = { ...objectAt(provider, 'arguments'), value: given };
    return { ...value, provider: { ...provider, arguments: args } };
  }
  const entries = Object.entries(value).map(([key, item]) => [key, shown(item, values)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}
