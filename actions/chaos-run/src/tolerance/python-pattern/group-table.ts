import { PatternProblem } from './pattern-problem.ts';
import type { Piece } from './piece.ts';

interface Group {
  readonly name: string | undefined;
  /** Undefined while it is open. */
  content: Piece | undefined;
}

/** The capturing groups of a pattern, and names for those that only the translation needs. */
export class GroupTable {
  readonly #groups: Group[] = [];
  #helpers = 0;

  /** Opens the next group and gives its number, from 1. Throws where the name is taken. */
  open(name: string | undefined, at: number): number {
    if (name !== undefined && this.#groups.some((group) => group.name === name)) {
      throw new PatternProblem(`the group name ${name} is taken`, at);
    }
    this.#groups.push({ name, content: undefined });
    return this.#groups.length;
  }

  /** Closes a group. */
  close(index: number, content: Piece): Piece {
    const group = this.#groups[index - 1];
    if (group !== undefined) group.content = content;
    return { ...content, source: `(?<g${String(index)}>${content.source})` };
  }

  /** What `\1` means. Throws where there is no such group before it. */
  reference(index: number, at: number): Piece {
    const group = this.#groups[index - 1];
    if (group === undefined) throw new PatternProblem(`there is no group ${String(index)}`, at);
    if (group.content === undefined) {
      throw new PatternProblem('a group cannot refer to itself while it is open', at);
    }
    return { ...group.content, source: `\\k<g${String(index)}>` };
  }

  /** What `(?P=name)` means. */
  referenceByName(name: string, at: number): Piece {
    const index = this.#groups.findIndex((group) => group.name === name);
    if (index === -1) throw new PatternProblem(`there is no group ${name}`, at);
    return this.reference(index + 1, at);
  }

  /** The content without a way back into it, as JavaScript has it in look-aheads only. */
  atomic(content: Piece): Piece {
    this.#helpers += 1;
    const name = `a${String(this.#helpers)}`;
    return { ...content, source: `(?:(?=(?<${name}>${content.source}))\\k<${name}>)` };
  }
}
