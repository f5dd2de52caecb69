/**
 * The value below which the share `level` (0 to 1) of all values lies: the smallest one that has at
 * least that share at or below it. Undefined without values.
 */
export function quantile(values: readonly number[], level: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(level * sorted.length) - 1)];
}
