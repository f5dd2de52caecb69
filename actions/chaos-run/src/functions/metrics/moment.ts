const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
const relative = /^(?:(\d+(?:\.\d+)?)|an?) *(second|minute|hour|day|week)s? ago$/;
const short = /^(\d+(?:\.\d+)?) *([smhdw])(?:(?:ec|in|r)s?)? ago$/;
const shortUnits = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;
const date = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

/** What a moment may look like, for error messages. */
export const momentExamples = 'now, 5 minutes ago, 1h ago or 2026-01-31T12:00:00Z';

/** A moment as people write it; one without a zone is of UTC. Undefined where it is none. */
export function parseMoment(text: string, now: Date): Date | undefined {
  const words = text.trim().toLowerCase();
  if (words === 'now') return now;
  const ago = secondsAgo(words);
  if (ago !== undefined) return new Date(now.getTime() - ago * 1000);
  if (!date.test(words)) return undefined;
  const hasZone = words.length <= 10 || /(?:z|[+-]\d\d:?\d\d)$/.test(words);
  const moment = new Date(`${words.toUpperCase().replace(' ', 'T')}${hasZone ? '' : 'Z'}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

function secondsAgo(words: string): number | undefined {
  const long = relative.exec(words);
  if (long !== null) return Number(long[1] ?? 1) * seconds[long[2] as keyof typeof seconds];
  const brief = short.exec(words);
  if (brief === null) return undefined;
  return Number(brief[1]) * seconds[shortUnits[brief[2] as keyof typeof shortUnits]];
}
