import { codeBlock } from '../../shared/src/report/markdown.ts';
import type { Rule } from '../../actions/helm-lint/src/rules.ts';

/**
 * The page that lists rules of helm-lint: a table, then each one with its reason and examples, which
 * stay as they are written.
 */
export function rulesPage(rules: readonly Rule[]): string {
  const sorted = rules.toSorted((a, b) => groupOf(a).localeCompare(groupOf(b)));
  const parts = [
    '# Rules of helm-lint',
    'Made from the code by `npm run docs`. The severities are those of `policy: recommended`; `strict` makes errors of ' +
      'the warnings of `policy/`, `none` leaves these rules out, and a rules file sets any rule to `error`, `warning` or `off`.',
    summary(sorted),
    ...sorted.map(section),
  ];
  return `${parts.join('\n\n')}\n`;
}

function summary(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, summary: text }) =>
      `| [\`${id}\`](#${anchorOf(id)}) | ${severity} | ${inCell(sentence(text))} |`,
  );
  return ['| rule | severity | finds |', '| --- | --- | --- |', ...rows].join('\n');
}

function section({ id, severity, summary: text, reason, bad, good }: Rule): string {
  return [
    `## ${id}`,
    `**${severity}** · ${inText(sentence(text))}`,
    inText(sentence(reason)),
    `Bad:\n\n${block(bad)}`,
    `Good:\n\n${block(good)}`,
  ].join('\n\n');
}

/** As GitHub makes it of the heading. */
function anchorOf(id: string): string {
  return id.toLowerCase().replaceAll('/', '');
}

function groupOf({ id }: Rule): string {
  return id.slice(0, id.indexOf('/'));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function block(text: string): string {
  return codeBlock(text.replace(/^\n+/, '').trimEnd(), text.includes('{{') ? 'gotmpl' : 'yaml')
    .markdown;
}

function inCell(text: string): string {
  return inText(text).replaceAll('|', '\\|');
}

/** Outside of code, a `<` would begin an element. */
function inText(text: string): string {
  const parts = text
    .trim()
    .replace(/\s+/g, ' ')
    .split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith('`') ? part : part.replace(/</g, '&lt;'))).join('');
}
