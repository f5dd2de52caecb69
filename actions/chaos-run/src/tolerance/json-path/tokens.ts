import { JsonPathProblem } from './json-path-problem.ts';

/** The smallest piece of a path; `end` closes every list of tokens. */
export interface Token {
  readonly kind: 'sign' | 'word' | 'name' | 'text' | 'number' | 'end';
  /** As written; of a text what stands between the quotes, unread. */
  readonly text: string;
  /** Offset in the path, from 0. */
  readonly at: number;
}

const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false', 'null']);

// Longer signs stand before those that they begin with.
const pieces: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /[\t\n\r ]+/y],
  ['name', /[A-Za-z_][0-9A-Za-z_]*/y],
  // eslint-disable-next-line no-control-regex -- a control character must be escaped there
  ['text', /"(?:\\(?:["/\\bfnrt]|u[0-9A-Fa-f]{4})|[^\u0000-\u001F"\\])*"/y],
  ['number', /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][+-]?(?:0|[1-9][0-9]*))?/y],
  ['sign', /\.\.|>=|<=|!=|[@$.*=><{}[\]:,()?]/y],
];

/** The tokens of a path. Throws a JsonPathProblem at what is no token of jsonpath2. */
export function jsonPathTokens(path: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < path.length) {
    const piece = pieceAt(path, at);
    if (piece === undefined) throw new JsonPathProblem(at, reason(path, at));
    const { kind, text } = piece;
    if (kind === 'name' && words.has(text)) tokens.push({ kind: 'word', text, at });
    else if (kind === 'text') tokens.push({ kind, text: text.slice(1, -1), at });
    else if (kind !== 'space') tokens.push({ kind, text, at });
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function pieceAt(
  path: string,
  at: number,
): { readonly kind: Token['kind'] | 'space'; readonly text: string } | undefined {
  for (const [kind, pattern] of pieces) {
    pattern.lastIndex = at;
    const text = pattern.exec(path)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function reason(path: string, at: number): string {
  const sign = String.fromCodePoint(path.codePointAt(at) ?? 0);
  switch (sign) {
    case "'":
      return `a text stands in double quotes, as in ["key"], not in '`;
    case '"':
      return 'a text has no end, or holds an escape that JSON does not know';
    case '-':
      return 'a key with "-" is written in brackets, as in ["a-b"], and there is no arithmetic: "-"';
    case '&':
      return 'write "and" instead of "&&": unexpected "&"';
    case '|':
      return 'write "or" instead of "||": unexpected "|"';
    case '!':
      return 'write "not" instead of "!": unexpected "!"';
    case '~':
      return 'patterns are not known here: unexpected "~"';
    default:
      return `unexpected "${sign}"`;
  }
}
