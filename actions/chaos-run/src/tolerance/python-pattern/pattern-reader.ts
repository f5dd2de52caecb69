import { PatternProblem } from './pattern-problem.ts';

/** Reads a pattern character by character, as Python counts them. */
export class PatternReader {
  readonly #signs: readonly string[];
  #position = 0;

  constructor(pattern: string) {
    this.#signs = Array.from(pattern);
  }

  /** Offset of the character at hand, from 0. */
  get at(): number {
    return this.#position;
  }

  /** The character at hand; undefined at the end. */
  get next(): string | undefined {
    return this.#signs[this.#position];
  }

  /** Goes back, or on, to an offset. */
  moveTo(at: number): void {
    this.#position = at;
  }

  /** Takes the character at hand, whatever it is; undefined at the end. */
  take(): string | undefined {
    const sign = this.next;
    if (sign !== undefined) this.#position += 1;
    return sign;
  }

  /** Takes this text, where it is at hand. */
  takeText(text: string): boolean {
    const signs = Array.from(text);
    if (!signs.every((sign, index) => this.#signs[this.#position + index] === sign)) return false;
    this.#position += signs.length;
    return true;
  }

  /** Takes up to `most` characters that fit. */
  takeWhile(fits: RegExp, most = Infinity): string {
    let taken = '';
    for (let count = 0; count < most && this.next !== undefined && fits.test(this.next); count++) {
      taken += this.take() ?? '';
    }
    return taken;
  }

  /** Takes everything up to this character, and the character. Throws where it does not come. */
  takeUntil(end: string, missing: string): string {
    const from = this.at;
    let taken = '';
    for (let sign = this.take(); sign !== end; sign = this.take()) {
      if (sign === undefined) throw new PatternProblem(missing, from);
      taken += sign;
    }
    return taken;
  }
}
