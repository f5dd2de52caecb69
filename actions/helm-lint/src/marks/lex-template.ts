/** A piece of a Go template, as offsets in its text. */
export interface TemplateToken {
  readonly kind: 'text' | 'action' | 'comment';
  readonly start: number;
  /** After the last character. */
  readonly end: number;
  /** What stands between the delimiters of an action, without trim markers and blanks around it. */
  readonly inner: string;
  /** Whether the white space before it is cut: `{{-`. */
  readonly trimsLeft: boolean;
  /** Whether the white space after it is cut: `-}}`. */
  readonly trimsRight: boolean;
}

/**
 * Cuts a template as Go's text/template does: actions end at the first `}}` outside of strings,
 * `{{-` and `-}}` trim only with white space at their inner side, comments end at their mark.
 * Undefined where Go would refuse the text.
 */
export function lexTemplate(text: string): readonly TemplateToken[] | undefined {
  const tokens: TemplateToken[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const end = open < 0 ? text.length : open;
    if (end > at) {
      tokens.push({ ...untrimmed, kind: 'text', start: at, end });
    }
    if (open < 0) break;
    const action = lexAction(text, open);
    if (!action) return undefined;
    tokens.push(action);
    at = action.end;
  }
  return tokens;
}

const untrimmed = { inner: '', trimsLeft: false, trimsRight: false };

function lexAction(text: string, start: number): TemplateToken | undefined {
  const trimsLeft = text[start + 2] === '-' && isSpace(text[start + 3]);
  const from = start + (trimsLeft ? 4 : 2);
  const isComment = text.startsWith('/*', from);
  const close = isComment ? endOfComment(text, from) : endOfAction(text, from);
  if (close === undefined) return undefined;
  const trimsRight = close - 2 >= from && text[close - 1] === '-' && isSpace(text[close - 2]);
  const inner = text.slice(from, trimsRight ? close - 2 : close).trim();
  const kind = isComment ? 'comment' : 'action';
  return { kind, start, end: close + 2, inner, trimsLeft, trimsRight };
}

/** Where the `}}` of a comment stands. */
function endOfComment(text: string, from: number): number | undefined {
  const end = text.indexOf('*/', from);
  if (end < 0) return undefined;
  const rest = /^(?:[ \t\r\n]-)?\}\}/.exec(text.slice(end + 2, end + 6));
  return rest ? end + rest[0].length : undefined;
}

/** Where the `}}` of an action stands. */
function endOfAction(text: string, from: number): number | undefined {
  let at = from;
  while (at < text.length) {
    if (text.startsWith('}}', at)) return at;
    const quote = text[at];
    if (quote === '"' || quote === "'" || quote === '`') {
      const end = endOfString(text, at, quote);
      if (end === undefined) return undefined;
      at = end;
    }
    at += 1;
  }
  return undefined;
}

/** Where the closing quote of the string at `from` stands. */
function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === quote) return at;
    if (quote === '`') continue;
    if (text[at] === '\n') return undefined;
    if (text[at] === '\\') at += 1;
  }
  return undefined;
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && ' \t\r\n'.includes(character);
}
