import { expect, test } from '@jest/globals';
import type { TimelineEvent } from '../../src/engine/engine.ts';
import { describeTimeline } from '../../src/report/timeline.ts';

function event(at: number, text: string, more: Partial<TimelineEvent> = {}): TimelineEvent {
  return { at, kind: 'hypothesis', text, good: true, ...more };
}

test('looks that found the same are one row, other events never', () => {
  const { markdown } = describeTimeline([
    event(0, 'holds'),
    event(1000, 'holds'),
    event(2040, 'holds'),
    event(3000, '"health" gave 500', { good: false }),
    event(4000, 'kill', { kind: 'action' }),
    event(4500, 'kill', { kind: 'action' }),
    event(5000, 'holds'),
  ]);
  expect(markdown.split('\n')).toEqual([
    '|  | after | what | found |',
    '| --- | --- | --- | --- |',
    '| ✅ | 0.0 s to 2.0 s | hypothesis | holds (3 times) |',
    '| ❌ | 3.0 s | hypothesis | "health" gave 500 |',
    '| ✅ | 4.0 s | action | kill |',
    '| ✅ | 4.5 s | action | kill |',
    '| ✅ | 5.0 s | hypothesis | holds |',
  ]);
});

test('a long timeline keeps its beginning and its end', () => {
  const events = Array.from({ length: 100 }, (_, at) => event(at * 1000, `event ${at}`));
  const { markdown } = describeTimeline(events);
  const lines = markdown.split('\n');
  expect(lines).toHaveLength(2 + 61);
  expect(lines[2]).toContain('event 0');
  expect(lines.at(-1)).toContain('event 99');
  expect(markdown).toContain('40 more');
});
