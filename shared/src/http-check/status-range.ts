/** HTTP statuses from `from` to `to`, both included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** What a status may be written like, for error messages. */
export const statusExamples = '200, 2xx or 200-204';

/** Any good answer. */
export const anySuccess: readonly StatusRange[] = [{ from: 200, to: 299 }];

/** Reads `200`, `2xx` or `200-204`; undefined for anything else. */
export function parseStatusRange(text: string): StatusRange | undefined {
  const group = /^([1-5])xx$/i.exec(text)?.[1];
  if (group !== undefined) return { from: Number(group) * 100, to: Number(group) * 100 + 99 };
  const [, from, to] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  if (from === undefined) return undefined;
  const range = { from: Number(from), to: Number(to ?? from) };
  return range.from <= range.to ? range : undefined;
}

/** Whether one of `ranges` holds `status`. */
export function includesStatus(ranges: readonly StatusRange[], status: number): boolean {
  return ranges.some(({ from, to }) => status >= from && status <= to);
}

/** The ranges as people write them: `200, 300-399`. */
export function describeStatusRanges(ranges: readonly StatusRange[]): string {
  return ranges
    .map(({ from, to }) => {
      if (from === to) return String(from);
      return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
    })
    .join(' or ');
}
