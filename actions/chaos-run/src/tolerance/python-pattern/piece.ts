/** A translated part of a pattern. */
export interface Piece {
  /** For JavaScript's `v` mode; a quantifier may follow it. */
  readonly source: string;
  /** Fewest and most characters that it takes. */
  readonly least: number;
  readonly most: number;
  /** A repeated piece cannot be repeated again, a position never. */
  readonly kind: 'plain' | 'repeated' | 'position';
}

/** One character. */
export function oneCharacter(source: string): Piece {
  return { source, least: 1, most: 1, kind: 'plain' };
}

/** Something that takes no character. */
export function noCharacter(source: string, kind: Piece['kind']): Piece {
  return { source, least: 0, most: 0, kind };
}

/** Pieces one after the other. */
export function sequence(pieces: readonly Piece[]): Piece {
  return {
    source: pieces.map((piece) => piece.source).join(''),
    least: pieces.reduce((sum, { least }) => sum + least, 0),
    most: pieces.reduce((sum, { most }) => sum + most, 0),
    kind: 'plain',
  };
}

/** One of several. */
export function alternatives(branches: readonly Piece[]): Piece {
  return {
    source: branches.map((branch) => branch.source).join('|'),
    least: Math.min(...branches.map(({ least }) => least)),
    most: Math.max(...branches.map(({ most }) => most)),
    kind: 'plain',
  };
}
