import { pointerTo } from '../experiment/float-marks.ts';
import type { FloatMarks } from '../experiment/float-marks.ts';

/** Which fields of objects and items of lists hold numbers that Python writes as floats. */
export class FloatPlaces {
  readonly #keys = new WeakMap<object, ReadonlySet<string>>();

  /** Whether the field or item is such a number. */
  has(container: object, key: string): boolean {
    return this.#keys.get(container)?.has(key) === true;
  }

  /** Gives `container` with these fields known as floats. */
  mark<Container extends object>(container: Container, keys: readonly string[]): Container {
    if (keys.length === 0) return container;
    this.#keys.set(container, new Set([...(this.#keys.get(container) ?? []), ...keys]));
    return container;
  }

  /** Gives `copy`, in which fields are floats where they are in what it is a copy of. */
  inherit<Container extends object>(from: object, copy: Container): Container {
    return this.mark(copy, [...(this.#keys.get(from) ?? [])]);
  }

  /** Takes over what the reader of a document knows about its numbers. */
  markDocument(document: object, marks: FloatMarks): void {
    if (marks.size > 0) this.#markBelow(document, '', marks);
  }

  #markBelow(container: object, pointer: string, marks: FloatMarks): void {
    const floats: string[] = [];
    for (const [key, value] of Object.entries(container) as readonly [string, unknown][]) {
      const place = pointer + pointerTo([key]);
      if (marks.has(place)) floats.push(key);
      if (typeof value === 'object' && value !== null) this.#markBelow(value, place, marks);
    }
    this.mark(container, floats);
  }
}
