import type { ActionMetadata } from './action-metadata.ts';

/** `readme` with the tables between its `inputs` and `outputs` markers made from `metadata`. */
export function withTables(readme: string, metadata: ActionMetadata): string {
  const inputs = Object.entries(metadata.inputs).map(([name, input]) => [
    `\`${name}\``,
    input.required === true ? '**required**' : defaultCell(input.default),
    cell(input.description),
  ]);
  const outputs = Object.entries(metadata.outputs).map(([name, output]) => [
    `\`${name}\``,
    cell(output.description),
  ]);
  return between(
    between(readme, 'inputs', rows(['Input', 'Default', 'Meaning'], inputs)),
    'outputs',
    rows(['Output', 'Meaning'], outputs),
  );
}

/** `readme` with `content` between the markers of this name; throws where it has none. */
export function between(readme: string, marker: string, content: string): string {
  const start = `<!-- ${marker} -->`;
  const end = `<!-- /${marker} -->`;
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the README has no ${start} … ${end}`);
  return `${readme.slice(0, from + start.length)}\n\n${content}\n\n${readme.slice(to)}`;
}

/** A table whose columns are padded to the same width, as prettier writes it. */
export function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function defaultCell(value: string | undefined): string {
  return value === undefined || value === '' ? '–' : `\`${cell(value)}\``;
}

function cell(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
  // In code, an entity would be shown as it is written.
  const parts = line.split(/(`[^`]*`)/);
  return parts.map((part) => (part.startsWith('`') ? part : part.replace(/</g, '&lt;'))).join('');
}
