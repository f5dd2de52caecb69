import type { Delivery } from './deliver.ts';

const head = ['run', 'workflow', 'time', 'served', 'requests', 'failed', 'serves now'] as const;

/** One row a delivery: what served meanwhile, how much was asked, how much of it failed. */
export function resultTable(deliveries: readonly Delivery[]): readonly (readonly string[])[] {
  const rows = deliveries.map(({ chapter, run, ledger, seconds, serving }) => [
    chapter.title,
    run.succeeded ? 'succeeded' : 'failed',
    `${seconds.toFixed(0)} s`,
    served(ledger.versions),
    String(ledger.requests),
    String(ledger.failures),
    serving ?? 'none',
  ]);
  return [head, ...rows];
}

/** The rows as text in columns. */
export function toText(rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The rows as a Markdown table. */
export function toMarkdown(rows: readonly (readonly string[])[]): string {
  const [first = [], ...rest] = rows.map((row) => `| ${row.join(' | ')} |`);
  return [first, `|${' --- |'.repeat(head.length)}`, ...rest].join('\n');
}

function served(versions: Readonly<Record<string, number>>): string {
  const entries = Object.entries(versions).sort(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return 'no users yet';
  return entries.map(([version, amount]) => `${version}: ${amount}`).join(', ');
}
