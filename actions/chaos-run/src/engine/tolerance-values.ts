import { isJsonObject, objectAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Journal } from '../journal/journal.ts';

/**
 * What tolerances that are probes were last given, by the map of the tolerance. Chaos Toolkit puts it into
 * the experiment itself, so that its journal shows it wherever the probe is copied.
 */
export type ToleranceValues = ReadonlyMap<Json, Json>;

/** Shows in the journal what these tolerances were given. What is one object there stays one. */
export function showToleranceValues(journal: Journal, values: ToleranceValues): void {
  if (values.size === 0) return;
  const copies = new Copies(values);
  journal.experiment = copies.ofObject(journal.experiment);
  const { before, after, during } = journal.steady_states;
  const looks = [before, ...during, after].flatMap((state) => state?.probes ?? []);
  for (const entry of [...looks, ...journal.run, ...journal.rollbacks]) {
    entry.activity = copies.ofObject(entry.activity);
  }
}

/** Copies of what holds such a tolerance; anything else is its own copy. */
class Copies {
  readonly #values: ToleranceValues;
  readonly #known = new Map<JsonObject, JsonObject>();

  constructor(values: ToleranceValues) {
    this.#values = values;
  }

  ofObject(original: JsonObject): JsonObject {
    const copy = this.#known.get(original) ?? this.#make(original);
    this.#known.set(original, copy);
    return copy;
  }

  #make(original: JsonObject): JsonObject {
    const value = this.#values.get(original);
    if (value !== undefined) {
      const provider = objectAt(original, 'provider');
      const args = { ...objectAt(provider, 'arguments'), value };
      return { ...original, provider: { ...provider, arguments: args } };
    }
    const entries = Object.entries(original).map(([key, item]) => [key, this.#of(item)] as const);
    const isSame = entries.every(([key, item]) => item === original[key]);
    return isSame ? original : Object.fromEntries(entries);
  }

  #of(original: Json): Json {
    if (!Array.isArray(original)) {
      return isJsonObject(original) ? this.ofObject(original) : original;
    }
    const list = original as readonly Json[];
    const items = list.map((item) => this.#of(item));
    return items.every((item, index) => item === list[index]) ? list : items;
  }
}
