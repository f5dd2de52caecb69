import type { MarkedChart, MarkedPlace } from './mark-chart.ts';
import type { MarkedText } from './read-marks.ts';

/** A stretch of rendered text that one place of a template printed. */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly place: MarkedPlace;
  /** How often that place printed before, as it does in a `range`. */
  readonly occurrence: number;
}

/** Which place of a template printed what. */
export class MarkRegions {
  readonly text: string;
  readonly #regions: readonly Region[];

  constructor({ text, marks }: MarkedText, chart: MarkedChart) {
    this.text = text;
    const seen = new Map<number, number>();
    this.#regions = marks.flatMap(({ id, offset }, index) => {
      const place = chart.placeOf(id);
      const occurrence = seen.get(id) ?? 0;
      seen.set(id, occurrence + 1);
      const end = marks[index + 1]?.offset ?? text.length;
      return place ? [{ start: offset, end, place, occurrence }] : [];
    });
  }

  /** What printed the character at `offset`; undefined before the first mark. */
  at(offset: number): Region | undefined {
    let low = 0;
    let high = this.#regions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#regions[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#regions[low - 1];
  }

  /** What printed at least one character from `start` to `end`. */
  within(start: number, end: number): readonly Region[] {
    const first = this.at(start);
    const from = first ? this.#regions.indexOf(first) : 0;
    const found: Region[] = [];
    for (let at = from; at < this.#regions.length; at += 1) {
      const region = this.#regions[at];
      if (!region || region.start >= end) break;
      if (region.end > start && region.end > region.start) found.push(region);
    }
    return found;
  }

  /**
   * What called the named template that printed a region, from the innermost call to that of the
   * template itself; none for what the template printed itself.
   */
  callersOf(region: Region): readonly Region[] {
    const callers: Region[] = [];
    let called = region.place.part.definition;
    for (let at = this.#regions.indexOf(region) - 1; at >= 0 && called !== undefined; at -= 1) {
      const before = this.#regions[at];
      const { call, definition } = before?.place.part ?? {};
      // A call by a computed name is known only from the text of the template itself.
      if (!before || (definition !== undefined && call?.name !== called)) continue;
      callers.push(before);
      called = definition;
    }
    return callers;
  }

  /** A region with all that the named templates printed that it calls. */
  withCalled(caller: Region): Region {
    const inner = caller.place.part.definition;
    const at = this.#regions.indexOf(caller);
    const next = this.#regions
      .slice(at + 1)
      .find(({ place }) => place.part.definition === inner || place.part.definition === undefined);
    return { ...caller, end: next?.start ?? this.text.length };
  }
}
