import { table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { TimelineEvent } from '../engine/engine.ts';

const mostRows = 60;

/** Equal events that follow each other, as one. */
interface Happening {
  readonly event: TimelineEvent;
  readonly times: number;
  /** When the last of them was; milliseconds. */
  readonly until: number;
}

/** What happened when, as a table; looks that found the same one after the other are one row. */
export function describeTimeline(events: readonly TimelineEvent[]): Markdown {
  const happenings = joined(events);
  const skipped = happenings.length - mostRows;
  const half = mostRows / 2;
  const shown =
    skipped <= 0
      ? happenings.map(row)
      : [
          ...happenings.slice(0, half).map(row),
          ['', '', '…', `${skipped} more, which the report file holds`].map(text),
          ...happenings.slice(-half).map(row),
        ];
  return table(['', 'after', 'what', 'found'], shown);
}

function joined(events: readonly TimelineEvent[]): readonly Happening[] {
  const happenings: Happening[] = [];
  for (const event of events) {
    const last = happenings.at(-1);
    if (last !== undefined && isSame(last.event, event)) {
      happenings[happenings.length - 1] = { ...last, times: last.times + 1, until: event.at };
    } else happenings.push({ event, times: 1, until: event.at });
  }
  return happenings;
}

function isSame(a: TimelineEvent, b: TimelineEvent): boolean {
  const isLook = a.kind === 'hypothesis' && b.kind === 'hypothesis';
  return isLook && a.text === b.text && a.good === b.good;
}

function row({ event, times, until }: Happening): readonly Markdown[] {
  const when = times === 1 ? seconds(event.at) : `${seconds(event.at)} to ${seconds(until)}`;
  const what = times === 1 ? event.text : `${event.text} (${times} times)`;
  return [event.good ? '✅' : '❌', when, event.kind, what].map(text);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
