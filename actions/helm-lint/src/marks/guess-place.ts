import type { TemplatePlace } from './template-place.ts';
import { placeIn } from './template-place.ts';
import type { SourceFile } from './chart-sources.ts';

/**
 * Where a line of the output most likely stands in its template when nothing was marked: the only
 * line that reads the same, else the only one with the same key.
 */
export function guessPlace(source: SourceFile, rendered: string): TemplatePlace | undefined {
  const lines = linesOf(source.text);
  const wanted = rendered.trim();
  const [, key] = /^(?:- )*([\w./-]+:)(?:\s|$)/.exec(wanted) ?? [];
  const found =
    (wanted === '' ? undefined : onlyOne(lines, (line) => line === wanted)) ??
    (key === undefined ? undefined : onlyOne(lines, (line) => keyOf(line) === key));
  return found && placeIn(source, found.offset);
}

interface Line {
  /** Of its first character that is not blank. */
  readonly offset: number;
  readonly text: string;
}

function linesOf(text: string): readonly Line[] {
  return [...text.matchAll(/^[ \t]*(\S.*?)\s*$/gm)].map(({ 0: all, 1: line = '', index }) => ({
    offset: index + all.indexOf(line),
    text: line,
  }));
}

function onlyOne(lines: readonly Line[], matches: (text: string) => boolean): Line | undefined {
  const found = lines.filter(({ text }) => matches(text));
  return found.length === 1 ? found[0] : undefined;
}

function keyOf(line: string): string | undefined {
  return /^(?:- )*([\w./-]+:)(?:\s|$)/.exec(line)?.[1];
}
