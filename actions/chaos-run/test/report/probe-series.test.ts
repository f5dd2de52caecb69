import { expect, test } from '@jest/globals';
import type { ActivityRun, HypothesisState } from '../../src/journal/journal.ts';
import { describeSeries } from '../../src/report/probe-chart.ts';
import { figuresOf, probeSeries } from '../../src/report/probe-series.ts';
import type { ProbeSeries } from '../../src/report/probe-series.ts';
import { activity, look, played, samplePlayed } from './sample-played.ts';

function seriesOf(during: HypothesisState[]): readonly ProbeSeries[] {
  const { result } = samplePlayed({
    journal: { steady_states: { before: null, after: null, during } },
  });
  return probeSeries(result.journal);
}

test('each probe has its own series, with the latency of the answer or else of the activity', () => {
  const other = activity('probe', 'orders', 9);
  const entry = (at: number, more: Partial<ActivityRun>): ActivityRun =>
    played(other, at, true, more);
  const [first, second] = [look(1, 20), look(2, null, 'no answer')];
  first.probes.push(entry(1.5, { tolerance_met: true }));
  expect(seriesOf([first, second, { steady_state_met: null, probes: [] }])).toEqual([
    {
      probe: 'health',
      looks: [
        { at: 1, met: true, latency: 20 },
        { at: 2, met: false, latency: 250 },
      ],
    },
    { probe: 'orders', looks: [{ at: 1.5, met: true, latency: 250 }] },
  ]);
});

test('a probe that was cut short has no latency', () => {
  const state = look(1, null);
  const [probe] = state.probes;
  if (probe === undefined) throw new Error('a look has a probe');
  const { activity: document, output, start } = probe;
  const cut: HypothesisState = {
    steady_state_met: null,
    probes: [{ activity: document, output, start }],
  };
  const [series] = seriesOf([cut]);
  expect(series?.looks).toEqual([{ at: 1, met: false, latency: undefined }]);
});

test('the figures of a series', () => {
  const [series] = seriesOf([look(1, 20), look(2, 300, 'bad'), look(3, 40)]);
  if (series === undefined) throw new Error('there is a series');
  expect(figuresOf(series)).toEqual({ looks: 3, failed: 1, median: 40, p95: 300, longest: 300 });
});

test('the chart has latencies as a line and failed looks as bars', () => {
  const { markdown } = describeSeries(seriesOf([look(1, 20), look(2, 300, 'bad'), look(3, 40.26)]));
  expect(markdown).toContain('| health | 3 | 1 | 40ms | 300ms | 300ms |');
  expect(markdown).toContain(
    [
      '```mermaid',
      'xychart-beta',
      '  title "health: latency (line), failed looks (bars)"',
      '  x-axis "seconds" ["1.0", "2.0", "3.0"]',
      '  y-axis "ms" 0 --> 300',
      '  bar [0, 300, 0]',
      '  line [20, 300, 40.3]',
      '```',
    ].join('\n'),
  );
});

test('many looks are merged, and what is bad stays visible', () => {
  const during = Array.from({ length: 500 }, (_, at) => look(at, 10, at === 123 ? 'bad' : ''));
  const { markdown } = describeSeries(seriesOf(during));
  const bars = /bar \[(.*)\]/.exec(markdown)?.[1]?.split(', ') ?? [];
  expect(bars.length).toBeLessThanOrEqual(40);
  expect(bars.filter((bar) => bar === '10')).toHaveLength(1);
});

test('one look is no chart, and none is nothing', () => {
  expect(describeSeries(seriesOf([look(1, 20)])).markdown).not.toContain('mermaid');
  expect(describeSeries(seriesOf([])).markdown).toBe('');
});

test('names cannot break out of the chart', () => {
  const evil = '"]\n```\n# owned';
  const { markdown } = describeSeries([
    { probe: evil, looks: [1, 2].map((at) => ({ at, met: true, latency: 1 })) },
  ]);
  expect(markdown).not.toMatch(/^# owned/m);
  expect(markdown.match(/^```/gm)).toHaveLength(2);
});
