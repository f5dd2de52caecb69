import { JsonPathProblem } from './json-path-problem.ts';
import type { Token } from './tokens.ts';

/** Reads the tokens of a path one after the other. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token at hand. */
  get next(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: '', at: 0 };
  }

  /** Whether nothing is left. */
  get atEnd(): boolean {
    return this.next.kind === 'end';
  }

  /** Goes on to the next token. */
  advance(): void {
    this.#position += 1;
  }

  /** Whether the token at hand is this sign. */
  isSign(sign: string): boolean {
    return this.next.kind === 'sign' && this.next.text === sign;
  }

  /** Takes this sign, where it is at hand. */
  takeSign(sign: string): boolean {
    return this.#takeIf(this.isSign(sign));
  }

  /** Takes this word, where it is at hand. */
  takeWord(word: string): boolean {
    return this.#takeIf(this.next.kind === 'word' && this.next.text === word);
  }

  /** Takes a name, where one is at hand. */
  takeName(): string | undefined {
    const { kind, text } = this.next;
    return this.#takeIf(kind === 'name') ? text : undefined;
  }

  /** Takes this sign, or throws. */
  needSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.problem(`"${sign}" is expected`);
  }

  /** Takes the number at hand as an index; throws where it has a fraction or an exponent. */
  takeInteger(): number {
    const { text } = this.next;
    if (!/^-?\d+$/.test(text)) throw this.problem('an index is a whole number');
    this.advance();
    return Number(text);
  }

  /** A problem with the token at hand. */
  problem(why: string): JsonPathProblem {
    const { kind, text, at } = this.next;
    const found = kind === 'end' ? 'the path ends' : `"${text}" stands`;
    return new JsonPathProblem(at, `${why}, but ${found}`);
  }

  #takeIf(condition: boolean): boolean {
    if (condition) this.advance();
    return condition;
  }
}
