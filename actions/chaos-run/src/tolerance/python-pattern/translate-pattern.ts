import { categoryMembers, literalCharacter, wordEdge } from './character-sets.ts';
import type { Flags } from './flags.ts';
import { PatternProblem } from './pattern-problem.ts';
import { PatternReader } from './pattern-reader.ts';
import { alternatives, noCharacter, oneCharacter, sequence } from './piece.ts';
import type { Piece } from './piece.ts';
import { readEscape } from './read-escape.ts';
import { GroupTable } from './group-table.ts';
import { readGroup } from './read-group.ts';
import { isQuantifier, readQuantifier, repeat } from './quantifier.ts';
import { readSet } from './read-set.ts';

/** Where a translation stands. */
export interface Translation {
  readonly reader: PatternReader;
  readonly groups: GroupTable;
  /** Those that hold in the whole pattern; set by `(?i)` at its start only. */
  flags: Flags;
}

/**
 * Translates a pattern of Python's `re` for texts to JavaScript's (flag `v`, and `i` where the pattern
 * asks for it). Throws a PatternProblem where Python would not compile it, and at `(?(1)...)` and
 * `\N{...}`, which JavaScript has nothing for.
 */
export function translatePattern(pattern: string): { source: string; flags: string } {
  const translation: Translation = {
    reader: new PatternReader(pattern),
    groups: new GroupTable(),
    flags: new Set(),
  };
  const { source } = readBranches(translation, translation.flags, 0);
  if (translation.reader.next !== undefined) {
    throw new PatternProblem('a parenthesis ")" was never opened', translation.reader.at);
  }
  return { source, flags: translation.flags.has('i') ? 'iv' : 'v' };
}

/** Reads branches up to a closing parenthesis, which stays, or the end. */
export function readBranches(translation: Translation, flags: Flags, depth: number): Piece {
  const branches: Piece[] = [];
  do branches.push(readSequence(translation, flags, depth, branches.length === 0));
  while (translation.reader.takeText('|'));
  return alternatives(branches);
}

function readSequence(
  translation: Translation,
  outer: Flags,
  depth: number,
  isFirst: boolean,
): Piece {
  const { reader } = translation;
  const pieces: Piece[] = [];
  for (;;) {
    // Flags of the whole pattern are switched on by its first groups, in the midst of this loop.
    const flags = depth === 0 ? translation.flags : outer;
    if (flags.has('x')) skipBlanks(reader);
    const from = reader.at;
    const sign = reader.next;
    if (sign === undefined || sign === '|' || sign === ')') return sequence(pieces);
    reader.take();
    if (isQuantifier(sign)) {
      const quantifier = readQuantifier(reader, sign);
      if (quantifier === undefined) pieces.push(character(sign));
      else pieces.push(repeat(pieces.pop(), quantifier, translation.groups, from));
    } else if (sign === '(') {
      const mayFlag = depth === 0 && isFirst && pieces.length === 0;
      const piece = readGroup(translation, flags, depth, mayFlag, readBranches);
      if (piece !== undefined) pieces.push(piece);
    } else {
      pieces.push(readAtom(translation, sign, flags));
    }
  }
}

function readAtom({ reader, groups }: Translation, sign: string, flags: Flags): Piece {
  switch (sign) {
    case '.':
      return oneCharacter(flags.has('s') ? String.raw`[\s\S]` : String.raw`[^\n]`);
    case '^':
      return noCharacter(flags.has('m') ? String.raw`(?:^|(?<=\n))` : '^', 'position');
    case '$':
      return noCharacter(
        flags.has('m') ? String.raw`(?![^\n])` : String.raw`(?=\n?(?![\s\S]))`,
        'position',
      );
    case '[':
      return oneCharacter(readSet(reader, flags.has('a')));
    case '\\':
      return readEscaped(reader, groups, flags);
    default:
      return character(sign);
  }
}

function readEscaped(reader: PatternReader, groups: GroupTable, flags: Flags): Piece {
  const from = reader.at - 1;
  const escape = readEscape(reader);
  switch (escape.kind) {
    case 'character':
      return oneCharacter(literalCharacter(escape.codePoint));
    case 'category':
      return oneCharacter(`[${categoryMembers(escape.letter, flags.has('a'))}]`);
    case 'group':
      return groups.reference(escape.index, from);
    case 'position':
      return noCharacter(position(escape.letter, flags.has('a')), 'position');
  }
}

function position(letter: 'A' | 'Z' | 'b' | 'B', asciiOnly: boolean): string {
  switch (letter) {
    case 'A':
      return '^';
    case 'Z':
      return String.raw`(?![\s\S])`;
    case 'b':
    case 'B':
      return wordEdge(letter === 'b', asciiOnly);
  }
}

function character(sign: string): Piece {
  return oneCharacter(literalCharacter(sign.codePointAt(0) ?? 0));
}

function skipBlanks(reader: PatternReader): void {
  for (;;) {
    reader.takeWhile(/^[ \t\n\r\f\v]$/);
    if (!reader.takeText('#')) return;
    reader.takeWhile(/^[^\n]$/u);
  }
}
