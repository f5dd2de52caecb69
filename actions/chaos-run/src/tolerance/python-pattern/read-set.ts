import { categoryMembers, literalCharacter } from './character-sets.ts';
import { PatternProblem } from './pattern-problem.ts';
import type { PatternReader } from './pattern-reader.ts';
import { readSetEscape } from './read-escape.ts';

type Member = ReturnType<typeof readSetEscape>;

/**
 * Reads a set behind its `[` and writes it for JavaScript's `v` mode. Throws a PatternProblem. The group
 * around it stands against V8, where `(?i:...)` reaches into sets behind it that are in no group.
 */
export function readSet(reader: PatternReader, asciiOnly: boolean): string {
  const from = reader.at - 1;
  const negated = reader.takeText('^');
  const members: string[] = [];
  // A bracket that stands first is a member.
  while (members.length === 0 || !reader.takeText(']')) {
    const first = readMember(reader, from);
    const dash = reader.at;
    if (!reader.takeText('-')) {
      members.push(written(first, asciiOnly));
    } else if (reader.next === ']') {
      members.push(written(first, asciiOnly), literalCharacter(0x2d));
    } else {
      members.push(range(first, readMember(reader, from), dash));
    }
  }
  return `(?:[${negated ? '^' : ''}${members.join('')}])`;
}

function readMember(reader: PatternReader, from: number): Member {
  const sign = reader.take();
  if (sign === undefined) throw new PatternProblem('a set "[" is not closed', from);
  if (sign === '\\') return readSetEscape(reader);
  return { kind: 'character', codePoint: sign.codePointAt(0) ?? 0 };
}

function written(member: Member, asciiOnly: boolean): string {
  return member.kind === 'category'
    ? categoryMembers(member.letter, asciiOnly)
    : literalCharacter(member.codePoint);
}

function range(first: Member, last: Member, at: number): string {
  if (first.kind !== 'character' || last.kind !== 'character' || first.codePoint > last.codePoint) {
    throw new PatternProblem('bad range of characters', at);
  }
  return `${literalCharacter(first.codePoint)}-${literalCharacter(last.codePoint)}`;
}
