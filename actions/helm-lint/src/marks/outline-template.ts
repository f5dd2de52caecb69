import { lexTemplate, type TemplateToken } from './lex-template.ts';
import { parsePipeline, type Pipeline } from './parse-pipeline.ts';
import { callIn, callOfTemplate, type TemplateCall } from './template-call.ts';
import {
  insideRange,
  insideWith,
  referencesOf,
  rootScope,
  withVariables,
  type Reference,
  type Scope,
} from './value-reference.ts';

/** What a template's text consists of, in order. */
export interface TemplatePart {
  readonly token: TemplateToken;
  /** `prints`: the action leaves its value in the output. */
  readonly role: 'text' | 'prints' | 'controls';
  /** Undefined for text, and where the action is not understood. */
  readonly pipeline: Pipeline | undefined;
  /** The named template that `template` or `block` prints here. */
  readonly calls: string | undefined;
  /** The named template that is printed here, by these or by `include`. */
  readonly call: TemplateCall | undefined;
  /** What a printing action reads of the template's data. */
  readonly references: readonly Reference[];
  /** The innermost named template whose body it is in. */
  readonly definition: string | undefined;
}

/** A `define` with its body and its end. */
export interface Definition {
  readonly name: string;
  /** Places of its first and last part: `define` and `end`. */
  readonly first: number;
  readonly last: number;
}

/** A template taken apart. */
export interface TemplateOutline {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  readonly definitions: readonly Definition[];
}

interface Block {
  readonly keyword: string;
  readonly outer: Scope;
  readonly definition: string | undefined;
  readonly first: number;
}

/** Undefined where Go would refuse the text, or its blocks do not close. */
export function outlineTemplate(text: string): TemplateOutline | undefined {
  const tokens = lexTemplate(text);
  if (!tokens) return undefined;
  const outliner = new Outliner();
  for (const token of tokens) if (!outliner.add(token)) return undefined;
  return outliner.isClosed
    ? { text, parts: outliner.parts, definitions: outliner.definitions }
    : undefined;
}

class Outliner {
  readonly parts: TemplatePart[] = [];
  readonly definitions: Definition[] = [];
  readonly #blocks: Block[] = [];
  #scope: Scope = rootScope;

  get isClosed(): boolean {
    return this.#blocks.length === 0;
  }

  /** False where the token can not stand here. */
  add(token: TemplateToken): boolean {
    const [, keyword = '', rest = ''] = keywords.exec(token.inner) ?? [];
    if (token.kind === 'text') this.#push(token, 'text');
    else if (token.kind === 'comment') this.#push(token, 'controls');
    else if (keyword === '') this.#addCommand(token);
    else return this.#addControl(token, keyword, rest);
    return true;
  }

  #addCommand(token: TemplateToken): void {
    const pipeline = parsePipeline(token.inner);
    const isAssignment = pipeline
      ? pipeline.sets.length > 0
      : /^\$\w*\s*(?:,\s*\$\w*\s*)?:?=/.test(token.inner);
    this.#push(token, isAssignment ? 'controls' : 'prints', pipeline);
    if (pipeline) this.#scope = withVariables(this.#scope, pipeline);
  }

  #addControl(token: TemplateToken, keyword: string, rest: string): boolean {
    if (keyword === 'end') return this.#close(token);
    if (keyword === 'else') return this.#otherwise(token, rest);
    const [, quoted, argument = ''] = named.exec(rest) ?? [];
    const name = quoted?.slice(1, -1);
    const pipeline = parsePipeline(name === undefined ? rest : argument);
    const calls = keyword === 'template' || keyword === 'block' ? name : undefined;
    this.#push(token, keyword === 'template' ? 'prints' : 'controls', pipeline, calls);
    if (keyword === 'template' || keyword === 'break' || keyword === 'continue') return true;
    const outer = this.#blocks.at(-1)?.definition;
    const definition = keyword === 'define' || keyword === 'block' ? name : outer;
    const first = this.parts.length - 1;
    this.#blocks.push({ keyword, outer: this.#scope, definition, first });
    this.#scope = scopeInside(keyword, this.#scope, pipeline);
    return true;
  }

  #otherwise(token: TemplateToken, rest: string): boolean {
    const block = this.#blocks.at(-1);
    if (!block) return false;
    const [, keyword = '', condition = ''] = keywords.exec(rest) ?? [];
    const pipeline = parsePipeline(condition);
    this.#push(token, 'controls', pipeline);
    this.#scope = scopeInside(keyword, block.outer, pipeline);
    return true;
  }

  #close(token: TemplateToken): boolean {
    const block = this.#blocks.at(-1);
    if (!block) return false;
    // The `end` of a named template is none of its body.
    this.#blocks.pop();
    this.#push(token, 'controls');
    this.#scope = block.outer;
    if (block.keyword === 'define' && block.definition !== undefined) {
      const last = this.parts.length - 1;
      this.definitions.push({ name: block.definition, first: block.first, last });
    }
    return true;
  }

  #push(
    token: TemplateToken,
    role: TemplatePart['role'],
    pipeline?: Pipeline,
    calls?: string,
  ): void {
    const references = role === 'prints' && pipeline ? referencesOf(pipeline, this.#scope) : [];
    const definition = this.#blocks.at(-1)?.definition;
    const call =
      calls === undefined
        ? pipeline && callIn(pipeline, this.#scope)
        : callOfTemplate(calls, pipeline, this.#scope);
    this.parts.push({ token, role, pipeline, calls, call, references, definition });
  }
}

const keywords = /^(if|range|with|else|end|define|block|template|break|continue)\b([^]*)$/;
const named = /^\s*("(?:\\.|[^"\\])*"|`[^`]*`)([^]*)$/;

function scopeInside(keyword: string, scope: Scope, pipeline: Pipeline | undefined): Scope {
  if (keyword === 'define' || keyword === 'block') return rootScope;
  if (!pipeline) return keyword === 'with' || keyword === 'range' ? unknownDot(scope) : scope;
  if (keyword === 'with') return insideWith(scope, pipeline);
  if (keyword === 'range') return insideRange(scope, pipeline);
  return keyword === 'if' ? withVariables(scope, pipeline) : scope;
}

function unknownDot(scope: Scope): Scope {
  return { ...scope, dot: undefined };
}
