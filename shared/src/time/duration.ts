const unitMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
const shape = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const single = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** What a duration may look like, for error messages. */
export const durationExamples = '250ms, 90s, 10m or 1h30m';

/**
 * Milliseconds of a duration such as `250ms`, `90s`, `1.5m` or `1h30m`; undefined when the text is
 * not one. A number without a unit is no duration, as nobody can tell seconds from minutes by it.
 */
export function parseDuration(text: string): number | undefined {
  const one = single.exec(text);
  if (one) {
    const unit = unitMilliseconds[one[2] as keyof typeof unitMilliseconds];
    const milliseconds = Number(one[1]) * unit;
    return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
  }
  const parts = shape.exec(text);
  if (text === '' || !parts) return undefined;
  const [hours, minutes, seconds, milliseconds] = parts
    .slice(1)
    .map((part?: string) => Number(part ?? 0));
  const total =
    (hours ?? 0) * unitMilliseconds.h +
    (minutes ?? 0) * unitMilliseconds.m +
    (seconds ?? 0) * unitMilliseconds.s +
    (milliseconds ?? 0);
  return Number.isSafeInteger(total) ? total : undefined;
}

/** A duration in milliseconds as people write it: `250ms`, `9.5s`, `1m30s`, `1h5m`. */
export function formatDuration(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds));
  if (whole < unitMilliseconds.s) return `${whole}ms`;
  if (whole < unitMilliseconds.m) return `${Number((whole / unitMilliseconds.s).toFixed(1))}s`;
  const seconds = Math.round(whole / unitMilliseconds.s);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('');
}
