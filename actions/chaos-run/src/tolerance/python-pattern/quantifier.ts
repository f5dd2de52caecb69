import type { GroupTable } from './group-table.ts';
import { PatternProblem } from './pattern-problem.ts';
import type { PatternReader } from './pattern-reader.ts';
import type { Piece } from './piece.ts';

/** How often a piece comes, and whether it gives back. */
export interface Quantifier {
  readonly least: number;
  readonly most: number;
  readonly mood: 'greedy' | 'lazy' | 'possessive';
}

const digit = /^[0-9]$/;
const endlessRepeat = 4_294_967_295;

/** Whether this may begin a quantifier. */
export function isQuantifier(sign: string): boolean {
  return sign === '*' || sign === '+' || sign === '?' || sign === '{';
}

/** Reads a quantifier behind its first character; undefined where a `{` is only a `{`. */
export function readQuantifier(reader: PatternReader, sign: string): Quantifier | undefined {
  const bounds = sign === '{' ? readBounds(reader) : simple(sign);
  if (bounds === undefined) return undefined;
  if (reader.takeText('?')) return { ...bounds, mood: 'lazy' };
  return { ...bounds, mood: reader.takeText('+') ? 'possessive' : 'greedy' };
}

/** A repeated piece. Throws where there is none, or none that may be repeated. */
export function repeat(
  piece: Piece | undefined,
  { least, most, mood }: Quantifier,
  groups: GroupTable,
  at: number,
): Piece {
  if (piece === undefined || piece.kind === 'position') {
    throw new PatternProblem('there is nothing to repeat', at);
  }
  if (piece.kind === 'repeated') throw new PatternProblem('a repeat is repeated', at);
  const upTo = most === Infinity ? '' : String(most);
  const result: Piece = {
    source: `${piece.source}{${String(least)},${upTo}}${mood === 'lazy' ? '?' : ''}`,
    least: piece.least * least,
    most: piece.most === 0 ? 0 : piece.most * most,
    kind: 'repeated',
  };
  return mood === 'possessive' ? groups.atomic(result) : result;
}

function simple(sign: string): { readonly least: number; readonly most: number } {
  return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
}

function readBounds(
  reader: PatternReader,
): { readonly least: number; readonly most: number } | undefined {
  const from = reader.at;
  const low = reader.takeWhile(digit);
  const comma = reader.takeText(',');
  const high = comma ? reader.takeWhile(digit) : low;
  if ((low === '' && !comma) || !reader.takeText('}')) {
    reader.moveTo(from);
    return undefined;
  }
  const least = low === '' ? 0 : Number(low);
  const most = high === '' ? Infinity : Number(high);
  if (least >= endlessRepeat || (most !== Infinity && most >= endlessRepeat)) {
    throw new PatternProblem('the count of a repeat is too large', from);
  }
  if (most < least) throw new PatternProblem('a repeat has a maximum below its minimum', from);
  return { least, most };
}
