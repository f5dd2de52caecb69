/** The lines of `text`, whichever way they end: the runner ends a line at CR as well. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

/**
 * One line in which the runner sees no workflow command: `::name::` counts at the start of a line,
 * the older `##[name]` anywhere in it.
 */
export function harmlessLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '#\u200b#[');
}
