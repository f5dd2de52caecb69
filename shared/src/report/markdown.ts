/** GitHub-flavoured Markdown in which every piece of text has been escaped once. */
export interface Markdown {
  readonly markdown: string;
}

const nothing: Markdown = { markdown: '' };

/** No text at all. */
export function empty(): Markdown {
  return nothing;
}

/** Plain text, which can neither format, link, mention nor make HTML. */
export function text(value: string): Markdown {
  const escaped = value
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/^([-+]|#+|\d+[.)])(?=\s)/, '$1\u200b')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=\w)/g, '$&\u200b');
  return { markdown: escaped };
}

/** Text in code style, whatever backticks it holds. */
export function code(value: string): Markdown {
  const line = value.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  if (line.trim() === '') return nothing;
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const pad = fence.length > 1 ? ' ' : '';
  return { markdown: `${fence}${pad}${line}${pad}${fence}` };
}

/** A block of preformatted text; the fence is longer than any inside. */
export function codeBlock(value: string, language = ''): Markdown {
  const fence = '`'.repeat(Math.max(3, longestRun(value, '`') + 1));
  return { markdown: `${fence}${language}\n${value}\n${fence}` };
}

/** A heading of level 1 to 6. */
export function heading(level: number, title: Markdown): Markdown {
  return { markdown: `${'#'.repeat(level)} ${title.markdown}` };
}

/** A table; an empty one is left out. */
export function table(head: readonly string[], rows: readonly (readonly Markdown[])[]): Markdown {
  if (rows.length === 0) return nothing;
  const line = (cells: readonly Markdown[]): string =>
    `| ${cells.map((cell) => cell.markdown).join(' | ')} |`;
  return {
    markdown: [line(head.map(text)), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join(
      '\n',
    ),
  };
}

/** Items one below the other. */
export function bullets(items: readonly Markdown[]): Markdown {
  return { markdown: items.map((item) => `- ${item.markdown}`).join('\n') };
}

/** A part that is folded under `title`. */
export function details(title: Markdown, body: Markdown): Markdown {
  return {
    markdown: `<details><summary>${title.markdown}</summary>\n\n${body.markdown}\n\n</details>`,
  };
}

/** Pieces after one another on one line. */
export function inline(...pieces: readonly Markdown[]): Markdown {
  return { markdown: pieces.map((piece) => piece.markdown).join('') };
}

/** Blocks below one another; empty ones are left out. */
export function blocks(...parts: readonly Markdown[]): Markdown {
  return {
    markdown: parts
      .map((part) => part.markdown)
      .filter((part) => part !== '')
      .join('\n\n'),
  };
}

function longestRun(value: string, character: string): number {
  let longest = 0;
  let current = 0;
  for (const each of value) {
    current = each === character ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}
