/** One figure that a bench compares with what is wanted of it. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  /** The most that it may be. */
  readonly limit: number;
  /** `×`, `ms`, `MB` … */
  readonly unit: string;
  /** What it was made of, for people. */
  readonly detail?: string;
}

/** A table of figures; one over its limit is marked. */
export function figureTable(title: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ what, measured, limit, unit, detail = '' }) => [
    what,
    `≤ ${shown(limit)} ${unit}`,
    `${shown(measured)} ${unit}`,
    measured <= limit ? 'met' : 'NOT MET',
    detail,
  ]);
  const table = [['what', 'wanted', 'measured', '', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function shown(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
