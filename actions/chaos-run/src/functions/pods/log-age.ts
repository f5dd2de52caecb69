/** How a span back from now may be written, for messages. */
export const agoInWords = '`10 minutes`, `1 hour 30 minutes ago`, `90s` or `2026-11-21T20:00:00Z`';

const milliseconds: Readonly<Record<string, number>> = {
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
};

const part = /\s*(?:(\d+(?:\.\d+)?)|an?\b)\s*([a-z]+)\s*(?:,|\band\b)?\s*/y;

/**
 * Milliseconds from a moment written in English until `now`: a span with or without `ago`, or a time in
 * ISO 8601. Undefined where it is neither.
 */
export function parseLogAge(text: string, now: Date): number | undefined {
  const words = text.trim().toLowerCase();
  if (/^\d{4}-\d{2}-\d{2}/.test(words)) {
    const age = now.getTime() - Date.parse(words.toUpperCase());
    return Number.isNaN(age) ? undefined : age;
  }
  return spanOf(words.replace(/\s+ago$/, ''));
}

function spanOf(words: string): number | undefined {
  const parts = new RegExp(part);
  let sum = 0;
  do {
    const found = parts.exec(words);
    const length = unitLength(found?.[2] ?? '');
    if (length === undefined) return undefined;
    sum += Number(found?.[1] ?? 1) * length;
  } while (parts.lastIndex < words.length);
  return sum;
}

function unitLength(unit: string): number | undefined {
  const singular = unit.length > 1 ? unit.replace(/s$/, '') : unit;
  return Object.hasOwn(milliseconds, singular) ? milliseconds[singular] : undefined;
}
