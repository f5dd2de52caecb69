/** What an action computes: `$x := .Values.a | default "b" | quote`. */
export interface Pipeline {
  /** Variables that it sets, with their `$`. */
  readonly sets: readonly string[];
  /** Its commands, each fed into the one after. */
  readonly commands: readonly (readonly Operand[])[];
}

/** A word of a command. */
export type Operand =
  /** `.a.b`, `$.a.b`, `$x.a.b`: what the path begins at, and its steps. */
  | { readonly kind: 'field'; readonly root: string; readonly path: readonly string[] }
  | { readonly kind: 'string'; readonly value: string }
  /** A function's name. */
  | { readonly kind: 'name'; readonly name: string }
  /** A number, a character. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `(…).a.b` */
  | { readonly kind: 'group'; readonly pipeline: Pipeline; readonly path: readonly string[] };

const words =
  /\s+|("(?:\\.|[^"\\\n])*"|`[^`]*`)|(\$\w*(?:\.\w+)*|(?:\.\w+)+(?![\w.])|\.(?!\w))|(\d[\w.+-]*|[-+]\.?\d[\w.+-]*|'(?:\\.|[^'\\\n])*')|([\p{L}_][\p{L}\p{N}_]*)|(:=|[()|,=])/uy;

/**
 * Reads what stands in an action after its keyword. Undefined for what it does not understand; a
 * template with such an action may still be a good one.
 */
export function parsePipeline(text: string): Pipeline | undefined {
  const reader = new PipelineReader(tokenize(text));
  const pipeline = reader.pipeline();
  return reader.isAtEnd ? pipeline : undefined;
}

interface Word {
  readonly kind: 'string' | 'field' | 'literal' | 'name' | 'sign' | 'unknown';
  readonly text: string;
  /** Whether white space stands before it. */
  readonly isApart: boolean;
}

function tokenize(text: string): readonly Word[] {
  const found: Word[] = [];
  let isApart = true;
  let at = 0;
  while (at < text.length) {
    words.lastIndex = at;
    const match = words.exec(text);
    if (!match) return [...found, { kind: 'unknown', text: text.slice(at), isApart }];
    const [all, quoted, field, literal, name, sign] = match;
    at += all.length;
    if (quoted !== undefined) found.push({ kind: 'string', text: unquote(quoted), isApart });
    else if (field !== undefined) found.push({ kind: 'field', text: field, isApart });
    else if (literal !== undefined) found.push({ kind: 'literal', text: literal, isApart });
    else if (name !== undefined) found.push({ kind: 'name', text: name, isApart });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign, isApart });
    isApart = all.trim() === '';
  }
  return found;
}

function unquote(text: string): string {
  const inner = text.slice(1, -1);
  return text.startsWith('`') ? inner : inner.replaceAll(/\\(.)/g, '$1');
}

class PipelineReader {
  readonly #words: readonly Word[];
  #at = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#words.length;
  }

  pipeline(): Pipeline {
    const sets = this.#declared();
    const commands: Operand[][] = [this.#command()];
    while (this.#takes('|')) commands.push(this.#command());
    return { sets, commands };
  }

  #declared(): readonly string[] {
    const list = this.#words.slice(this.#at).findIndex(({ text }) => text === ':=' || text === '=');
    if (list < 0) return [];
    const names = this.#words.slice(this.#at, this.#at + list).filter(({ text }) => text !== ',');
    if (!names.every(({ kind, text }) => kind === 'field' && /^\$\w+$/.test(text))) return [];
    this.#at += list + 1;
    return names.map(({ text }) => text);
  }

  #command(): Operand[] {
    const operands: Operand[] = [];
    for (let next = this.#operand(); next; next = this.#operand()) operands.push(next);
    return operands;
  }

  #operand(): Operand | undefined {
    const word = this.#words[this.#at];
    if (!word || word.kind === 'unknown') return undefined;
    if (word.kind === 'sign') return this.#group();
    this.#at += 1;
    switch (word.kind) {
      case 'string':
        return { kind: 'string', value: word.text };
      case 'name':
        return { kind: 'name', name: word.text };
      case 'literal':
        return { kind: 'literal', text: word.text };
      case 'field': {
        const [root = '', ...path] = word.text.split('.');
        return { kind: 'field', root: root === '' ? '.' : root, path: path.filter(Boolean) };
      }
    }
  }

  #group(): Operand | undefined {
    if (!this.#takes('(')) return undefined;
    const pipeline = this.pipeline();
    if (!this.#takes(')')) {
      // Past the end, so that nothing more is read and the end is never met.
      this.#at = this.#words.length + 1;
      return undefined;
    }
    const next = this.#words[this.#at];
    if (next?.kind !== 'field' || next.isApart) return { kind: 'group', pipeline, path: [] };
    this.#at += 1;
    return { kind: 'group', pipeline, path: next.text.split('.').filter(Boolean) };
  }

  #takes(sign: string): boolean {
    const word = this.#words[this.#at];
    if (word?.kind !== 'sign' || word.text !== sign) return false;
    this.#at += 1;
    return true;
  }
}
