import { readFlags, switched } from './flags.ts';
import type { Flags } from './flags.ts';
import { PatternProblem } from './pattern-problem.ts';
import { noCharacter } from './piece.ts';
import type { Piece } from './piece.ts';
import type { Translation } from './translate-pattern.ts';

/** Reads the branches inside a group, up to its parenthesis. */
export type ReadBranches = (translation: Translation, flags: Flags, depth: number) => Piece;

/**
 * Reads a group behind its `(`; undefined where it is a comment or only switches flags of the whole
 * pattern, which it may do at the pattern's start (`mayFlag`). Throws a PatternProblem.
 */
export function readGroup(
  translation: Translation,
  flags: Flags,
  depth: number,
  mayFlag: boolean,
  readBranches: ReadBranches,
): Piece | undefined {
  const { reader, groups } = translation;
  const from = reader.at - 1;
  const inside = (inner: Flags = flags): Piece => {
    const content = readBranches(translation, inner, depth + 1);
    if (!reader.takeText(')')) throw new PatternProblem('a parenthesis "(" is not closed', from);
    return content;
  };
  const captured = (name?: string): Piece => {
    const index = groups.open(name, from);
    return { ...groups.close(index, inside()), kind: 'plain' };
  };
  if (!reader.takeText('?')) return captured();
  if (reader.takeText('P<')) return captured(readName(translation, '>', from));
  if (reader.takeText('P=')) return groups.referenceByName(readName(translation, ')', from), from);
  if (reader.takeText(':')) return plain(inside());
  if (reader.takeText('>')) return groups.atomic(inside());
  if (reader.takeText('#')) {
    reader.takeUntil(')', 'a comment is not closed');
    return undefined;
  }
  if (reader.takeText('=')) return noCharacter(`(?:(?=${inside().source}))`, 'plain');
  if (reader.takeText('!')) return noCharacter(`(?:(?!${inside().source}))`, 'plain');
  if (reader.takeText('<=')) return behind('=', inside(), from);
  if (reader.takeText('<!')) return behind('!', inside(), from);
  if (reader.next === '(') {
    throw new PatternProblem('a condition (?(group)yes|no) is not supported', from);
  }
  if (reader.next === 'P' || reader.next === '<') {
    throw new PatternProblem('unknown extension: a named group is (?P<name>...)', from);
  }
  const group = readFlags(reader);
  if (group.local) {
    const inner = switched(flags, group);
    return scoped(inside(inner), flags, inner);
  }
  if (!mayFlag) {
    throw new PatternProblem('flags of the whole pattern stand at its very start', from);
  }
  translation.flags = switched(translation.flags, group);
  return undefined;
}

function plain(content: Piece): Piece {
  return { ...content, source: `(?:${content.source})`, kind: 'plain' };
}

/** Of the flags only the one for letters' case is JavaScript's to know; the others are written out. */
function scoped(content: Piece, outer: Flags, inner: Flags): Piece {
  if (outer.has('i') === inner.has('i')) return plain(content);
  return { ...content, source: `(?${inner.has('i') ? 'i' : '-i'}:${content.source})` };
}

function behind(sign: '=' | '!', content: Piece, from: number): Piece {
  if (content.least !== content.most) {
    throw new PatternProblem('what is looked for behind must have a fixed width', from);
  }
  return noCharacter(`(?:(?<${sign}${content.source}))`, 'plain');
}

function readName(translation: Translation, end: string, from: number): string {
  const name = translation.reader.takeUntil(end, 'the name of a group is not closed');
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*$/u.test(name)) {
    throw new PatternProblem(`"${name}" is no name for a group`, from);
  }
  return name;
}
