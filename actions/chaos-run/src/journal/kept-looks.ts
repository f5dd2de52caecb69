import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { HypothesisState } from './journal.ts';
import type { KeptTexts } from './python-json.ts';

interface Kept {
  readonly copy: JsonObject;
  /** Of each probe, as it was copied. */
  readonly activities: readonly JsonObject[];
}

/** Copies of looks at the hypothesis that are through, and their texts. */
export class KeptLooks {
  readonly texts: KeptTexts = new WeakMap();
  readonly #copies = new WeakMap<HypothesisState, Kept>();

  /** A look's copy: the one that was made before, unless the look has changed since. */
  copyOf(look: HypothesisState, make: (look: HypothesisState) => JsonObject): JsonObject {
    if (look.steady_state_met === null) return make(look);
    const activities = look.probes.map(({ activity }) => activity);
    const kept = this.#copies.get(look);
    if (kept?.activities.every((activity, index) => activity === activities[index]) === true) {
      return kept.copy;
    }
    const copy = make(look);
    this.#copies.set(look, { copy, activities });
    this.texts.set(copy, undefined);
    return copy;
  }
}
