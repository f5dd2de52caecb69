/**
 * A point in time as Python's `datetime.isoformat` writes it in UTC, with microseconds where there
 * are any: `2026-11-21T20:10:40.123456+00:00`. `microseconds` count from 1970.
 */
export function pythonTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  const rest = microseconds - seconds * 1e6;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0')}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}+00:00`;
}
