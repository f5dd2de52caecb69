import type { CategoryLetter } from './character-sets.ts';
import { isCategory } from './character-sets.ts';
import { PatternProblem } from './pattern-problem.ts';
import type { PatternReader } from './pattern-reader.ts';

/** What a backslash and what follows it mean. */
export type Escape =
  | { readonly kind: 'character'; readonly codePoint: number }
  | { readonly kind: 'category'; readonly letter: CategoryLetter }
  | { readonly kind: 'position'; readonly letter: 'A' | 'Z' | 'b' | 'B' }
  | { readonly kind: 'group'; readonly index: number };

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const octal = /^[0-7]$/;

/** Reads what stands behind a backslash outside of a set. Throws a PatternProblem as Python would. */
export function readEscape(reader: PatternReader): Escape {
  const { letter, from } = takeLetter(reader);
  if (letter === 'A' || letter === 'Z' || letter === 'b' || letter === 'B') {
    return { kind: 'position', letter };
  }
  if (letter === '0') return octalCharacter(reader.takeWhile(octal, 2), from);
  if (/^[1-9]$/.test(letter)) return readNumber(reader, letter, from);
  return readCommon(reader, letter, from);
}

/** Reads what stands behind a backslash in a set, where `\b` is a backspace and numbers are octal. */
export function readSetEscape(
  reader: PatternReader,
): Extract<Escape, { kind: 'character' | 'category' }> {
  const { letter, from } = takeLetter(reader);
  if (letter === 'b') return { kind: 'character', codePoint: 8 };
  if (octal.test(letter)) return octalCharacter(letter + reader.takeWhile(octal, 2), from);
  return readCommon(reader, letter, from);
}

function takeLetter(reader: PatternReader): { readonly letter: string; readonly from: number } {
  const from = reader.at - 1;
  const letter = reader.take();
  if (letter === undefined) throw new PatternProblem('a backslash ends the pattern', from);
  return { letter, from };
}

/** Three octal digits are a character, one or two digits the number of a group. */
function readNumber(reader: PatternReader, first: string, from: number): Escape {
  const second = reader.takeWhile(/^[0-9]$/, 1);
  if (octal.test(first) && octal.test(second) && octal.test(reader.next ?? '')) {
    return octalCharacter(first + second + reader.takeWhile(octal, 1), from);
  }
  return { kind: 'group', index: Number(first + second) };
}

function octalCharacter(digits: string, from: number): Extract<Escape, { kind: 'character' }> {
  const codePoint = digits === '' ? 0 : Number.parseInt(digits, 8);
  if (codePoint > 0o377) {
    throw new PatternProblem(`octal escape \\${digits} is outside of 0-0o377`, from);
  }
  return { kind: 'character', codePoint };
}

function readCommon(
  reader: PatternReader,
  letter: string,
  from: number,
): Extract<Escape, { kind: 'character' | 'category' }> {
  if (isCategory(letter)) return { kind: 'category', letter };
  const control = controls[letter];
  if (control !== undefined) return { kind: 'character', codePoint: control };
  const hexLength = hexLengths[letter];
  if (hexLength !== undefined) {
    const digits = reader.takeWhile(/^[0-9A-Fa-f]$/, hexLength);
    const codePoint = Number.parseInt(digits, 16);
    if (digits.length < hexLength || codePoint > 0x10_ff_ff) {
      throw new PatternProblem(`incomplete or too large escape \\${letter}${digits}`, from);
    }
    return { kind: 'character', codePoint };
  }
  if (letter === 'N') {
    throw new PatternProblem(
      'characters by name (\\N{...}) are not supported: write \\uXXXX',
      from,
    );
  }
  if (/^[A-Za-z0-9]$/.test(letter)) throw new PatternProblem(`bad escape \\${letter}`, from);
  return { kind: 'character', codePoint: letter.codePointAt(0) ?? 0 };
}
