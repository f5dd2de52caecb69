import { StringDecoder } from 'node:string_decoder';

/** Which end of a text is kept when it grows over its limit. */
export type KeptEnd = 'start' | 'end';

/** Text that arrives in pieces of UTF-8 and is kept up to a limit, in characters. */
export class CappedText {
  readonly #limit: number;
  readonly #kept: KeptEnd;
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #isCut = false;

  constructor(limit: number, kept: KeptEnd) {
    this.#limit = limit;
    this.#kept = kept;
  }

  /** What was kept; where its start is missing, from the first whole line on. */
  get text(): string {
    // Half a line could hold half a secret, which nobody would recognise as one.
    if (this.#kept === 'end' && this.#isCut) {
      return this.#text.slice(this.#text.indexOf('\n') + 1 || this.#text.length);
    }
    return this.#text;
  }

  /** Whether anything was dropped. */
  get isCut(): boolean {
    return this.#isCut;
  }

  add(piece: Buffer): void {
    if (this.#isCut && this.#kept === 'start') return;
    this.#text += this.#decoder.write(piece);
    if (this.#text.length <= this.#limit) return;
    this.#isCut = true;
    this.#text =
      this.#kept === 'start' ? this.#text.slice(0, this.#limit) : this.#text.slice(-this.#limit);
  }
}
