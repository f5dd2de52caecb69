/** Up to where a log was read: the time of its last line, and how many lines have that time. */
export interface LogPosition {
  readonly time: string;
  readonly lines: number;
}

/** What of a log was not read before, and up to where it is read with that. */
export interface LogReading {
  readonly lines: readonly string[];
  readonly position: LogPosition | undefined;
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?([^\n]*)$/;

/**
 * The lines of a log with timestamps that come after `position`. Lines without one are a server's word
 * on the log, and none of it.
 */
export function newLines(text: string, position: LogPosition | undefined): LogReading {
  const lines: string[] = [];
  let last = position;
  let sameTime = 0;
  for (const line of text.split('\n')) {
    const [, seconds = '', fraction = '', zone = '', content = ''] = stamped.exec(line) ?? [];
    if (seconds === '') continue;
    const time = timeOf(seconds, fraction, zone);
    if (position !== undefined && time < position.time) continue;
    if (time === position?.time) {
      sameTime += 1;
      if (sameTime <= position.lines) continue;
    }
    lines.push(content);
    last = { time, lines: time === last?.time ? last.lines + 1 : 1 };
  }
  return { lines, position: last };
}

/** The same form for every time, so that texts are in the order of times. */
function timeOf(seconds: string, fraction: string, zone: string): string {
  const whole = new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return `${whole}.${fraction.padEnd(9, '0').slice(0, 9)}Z`;
}
