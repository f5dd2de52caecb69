import { lexTemplate } from '../marks/lex-template.ts';

/** The block of a template that no `end` closes: where its action begins, and `if`, `range` and the like. */
export function findUnclosed(
  text: string,
): { readonly offset: number; readonly keyword: string } | undefined {
  const open: { offset: number; keyword: string }[] = [];
  for (const { inner, kind, start } of lexTemplate(text) ?? []) {
    const [keyword = ''] = kind === 'action' ? (/^[a-z]+\b/.exec(inner) ?? []) : [];
    if (/^(?:if|range|with|define|block)$/.test(keyword)) open.push({ offset: start, keyword });
    else if (keyword === 'end') open.pop();
  }
  return open.at(-1);
}
