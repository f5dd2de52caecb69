import { durationExamples, parseDuration } from '../time/duration.ts';
import { InputError } from './errors.ts';
import type { InputProblem } from './errors.ts';

/** What a reader noted about an input it was asked for; held against action.yml by a test. */
export interface InputDeclaration {
  readonly name: string;
  /** The default as action.yml writes it; undefined where the input has none. */
  readonly defaultText: string | undefined;
  readonly required: boolean;
}

/** Bounds of a number, both included. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Reads inputs by name and type. A wrong input never throws at once: its problem is kept, a stand-in
 * is given, and `finish` throws one InputError with all of them. An empty input counts as not given.
 */
export class InputReader {
  readonly declarations = new Map<string, InputDeclaration>();
  readonly #given: (name: string) => string | undefined;
  readonly #problems: InputProblem[] = [];

  /** @param given the text of an input as the runner passes it */
  constructor(given: (name: string) => string | undefined) {
    this.#given = given;
  }

  /** Free text, or undefined when it was not given. */
  text(name: string): string | undefined;
  text(name: string, fallback: string): string;
  text(name: string, fallback?: string): string | undefined {
    return this.#raw(name, fallback) ?? fallback;
  }

  /** Text that must be given. */
  requiredText(name: string): string {
    this.declarations.set(name, { name, defaultText: undefined, required: true });
    const text = this.#trimmed(name);
    if (text === undefined) this.reject(name, 'is required and was not given');
    return text ?? '';
  }

  /** `true` or `false` in the spellings of YAML's core schema. */
  boolean(name: string, fallback: boolean): boolean {
    const text = this.#raw(name, String(fallback));
    if (text === undefined) return fallback;
    if (['true', 'True', 'TRUE'].includes(text)) return true;
    if (['false', 'False', 'FALSE'].includes(text)) return false;
    this.reject(name, `${JSON.stringify(text)} is not a boolean; allowed are true and false`);
    return fallback;
  }

  /** One of `allowed`. */
  choice<Choice extends string>(
    name: string,
    allowed: readonly Choice[],
    fallback: Choice,
  ): Choice {
    const text = this.#raw(name, fallback);
    return text === undefined ? fallback : (this.#choiceOf(name, text, allowed) ?? fallback);
  }

  /** One of `allowed`, or undefined when it was not given. */
  optionalChoice<Choice extends string>(
    name: string,
    allowed: readonly Choice[],
  ): Choice | undefined {
    const text = this.#raw(name, undefined);
    return text === undefined ? undefined : this.#choiceOf(name, text, allowed);
  }

  /** A duration, in milliseconds. `0` is refused unless `zero` says that the contract allows it. */
  duration(name: string, fallback: string, options: { readonly zero?: boolean } = {}): number {
    const text = this.#raw(name, fallback) ?? fallback;
    return this.#durationOf(name, text, options.zero === true);
  }

  /** A duration in milliseconds, or undefined when it was not given. */
  optionalDuration(name: string, options: { readonly zero?: boolean } = {}): number | undefined {
    const text = this.#raw(name, undefined);
    return text === undefined ? undefined : this.#durationOf(name, text, options.zero === true);
  }

  /** A whole number. */
  integer(name: string, fallback: number, bounds: Bounds = {}): number {
    const text = this.#raw(name, String(fallback));
    return text === undefined ? fallback : (this.#integerOf(name, text, bounds) ?? fallback);
  }

  /** A whole number, or undefined when it was not given. */
  optionalInteger(name: string, bounds: Bounds = {}): number | undefined {
    const text = this.#raw(name, undefined);
    return text === undefined ? undefined : this.#integerOf(name, text, bounds);
  }

  /** Items one a line; with `commas`, commas part items too. Blank lines and spaces around are dropped. */
  list(name: string, options: { readonly commas?: boolean; readonly fallback?: string } = {}) {
    const text = this.#raw(name, options.fallback) ?? options.fallback ?? '';
    return text
      .split(options.commas === true ? /[\n,]/ : '\n')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** Keeps a problem of the input `name`; the sentence says what was given and what is allowed. */
  reject(name: string, message: string, place: { file?: string; line?: number } = {}): void {
    this.#problems.push({ input: name, message, ...place });
  }

  /** Whether the input `name` has been found wrong so far. */
  isRejected(name: string): boolean {
    return this.#problems.some((problem) => problem.input === name);
  }

  /** What `read` reads, or undefined where it is not `needed`: its problems do not count then. */
  readIf<Value>(needed: boolean, read: (reader: InputReader) => Value): Value | undefined {
    const known = this.#problems.length;
    const value = read(this);
    if (needed) return value;
    this.#problems.length = known;
    return undefined;
  }

  /** Throws the InputError of all problems, if there are any. */
  finish(): void {
    if (this.#problems.length > 0) throw new InputError(this.#problems);
  }

  #durationOf(name: string, text: string, zeroAllowed: boolean): number {
    if (text === '0' && zeroAllowed) return 0;
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined && (milliseconds > 0 || zeroAllowed)) return milliseconds;
    const given = JSON.stringify(text);
    if (milliseconds === 0) this.reject(name, `${given} is no time at all; give a longer duration`);
    else if (/^[\d.]+$/.test(text)) {
      this.reject(name, `${given} has no unit; write it as ${text}s or ${text}m`);
    } else this.reject(name, `${given} is not a duration; write it like ${durationExamples}`);
    return 0;
  }

  #choiceOf<Choice extends string>(
    name: string,
    text: string,
    allowed: readonly Choice[],
  ): Choice | undefined {
    const found = allowed.find((choice) => choice === text);
    if (found === undefined) {
      this.reject(name, `${JSON.stringify(text)} is not known; allowed are ${allowed.join(', ')}`);
    }
    return found;
  }

  #integerOf(name: string, text: string, bounds: Bounds): number | undefined {
    const value = Number(text);
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds;
    if (/^[+-]?\d+$/.test(text) && value >= min && value <= max) return value;
    this.reject(name, `${JSON.stringify(text)} is not a whole number${describeBounds(bounds)}`);
    return undefined;
  }

  #raw(name: string, defaultText: string | undefined): string | undefined {
    this.declarations.set(name, { name, defaultText, required: false });
    return this.#trimmed(name);
  }

  #trimmed(name: string): string | undefined {
    const text = this.#given(name)?.trim();
    return text === '' ? undefined : text;
  }
}

function describeBounds({ min, max }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
