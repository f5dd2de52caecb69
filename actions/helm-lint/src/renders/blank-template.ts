import type { SourceFile } from '../marks/chart-sources.ts';
import { outlineTemplate } from '../marks/outline-template.ts';

// Go takes a template without text for one that is not there, and others may include it by its path.
const nothing = '{{ "" }}';

/** The text of a template that renders nothing, and still defines what other templates include. */
export function blankTemplate(text: string): string {
  const outline = outlineTemplate(text);
  if (outline === undefined) return nothing;
  const { definitions, parts } = outline;
  const kept = definitions.map(({ first, last }) =>
    text.slice(parts[first]?.token.start, parts[last]?.token.end),
  );
  return [...kept, nothing].join('\n');
}

/** The names that a template defines, as far as they can be told of one that Go refuses. */
export function namesDefinedIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\{-?\s*(?:define|block)\s+(?:"([^"\n]+)"|`([^`]+)`)/g)].map(
    ([, quoted, raw]) => quoted ?? raw ?? '',
  );
}

/** Whether a template includes one of these by its plain name. */
export function includesOneOf(text: string, names: readonly string[]): boolean {
  return [...text.matchAll(/\b(?:include|template|block)\s+(?:"([^"\n]+)"|`([^`]+)`)/g)].some(
    ([, quoted, raw]) => names.includes(quoted ?? raw ?? ''),
  );
}

/** Whether Helm takes a template for what it defines only. */
export function isPartial({ ownPath }: Pick<SourceFile, 'ownPath'>): boolean {
  return ownPath.slice(ownPath.lastIndexOf('/') + 1).startsWith('_');
}

/** These names, and those of the named templates that include one of them, through whatever others. */
export function spreadNames(
  names: readonly string[],
  files: readonly SourceFile[],
): readonly string[] {
  const bodies = files.flatMap(({ text }) => definitionsIn(text));
  const all = new Set(names);
  for (let size = 0; size < all.size;) {
    size = all.size;
    for (const { body, name } of bodies) if (includesOneOf(body, [...all])) all.add(name);
  }
  return [...all];
}

/** The named templates of a file that can be read. */
export function definitionsIn(
  text: string,
): readonly { readonly name: string; readonly body: string; readonly offset: number }[] {
  const outline = outlineTemplate(text);
  if (outline === undefined) return [];
  const { definitions, parts } = outline;
  return definitions.map(({ first, last, name }) => {
    const offset = parts[first]?.token.end ?? 0;
    return { name, offset, body: text.slice(offset, parts[last]?.token.start) };
  });
}
