import { expect, test } from '@jest/globals';
import { describeHypothesis } from '../../src/report/hypothesis-outputs.ts';
import { summarize } from '../../src/report/summary.ts';
import { look, samplePlayed } from './sample-played.ts';

const http = {
  ...look(0, 1).probes[0],
  activity: { name: 'front', provider: { type: 'http' } },
  output: { status: 200 },
  start: '2026-11-21T20:10:41.000000+00:00',
  tolerance_met: true,
};

test('one experiment: timeline, targets, probes, ways back, recovery, journal', () => {
  const { markdown } = summarize([samplePlayed({})]);
  const parts = [
    '| ✅ | 1.0 s | action | kill a pod |',
    '| 💥 hit | Pod `web-1`',
    '| health | 3 | 1 | 40ms | 300ms | 300ms |',
    '```mermaid',
    '| ✅ nothing to do | kill pod web-1 | `shop` |',
    'The hypothesis held again 1.3 s after the way back began.',
    'Journal: `journal.json`',
    '<details><summary>What the probes of the hypothesis gave</summary>',
  ];
  const places = parts.map((part) => markdown.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(markdown).not.toContain('####');
});

test('several experiments have a part each, with their verdicts', () => {
  const good = samplePlayed({
    judgement: { verdict: 'passed', reason: 'it held', succeeds: true },
  });
  const { markdown } = summarize([samplePlayed({}), good]);
  expect(markdown).toContain('#### ❌ web survives: deviated');
  expect(markdown).toContain('#### ✅ web survives: passed');
  expect(markdown).toContain('it held');
});

test('what there is not is not told', () => {
  const { markdown } = summarize([
    samplePlayed({
      journal: { steady_states: { before: null, after: null, during: [] } },
      result: { recovery: undefined, undo: [], timeline: [] },
    }),
  ]);
  for (const word of ['held again', 'way back', 'mermaid', 'details', 'after |', 'Controls']) {
    expect(markdown).not.toContain(word);
  }
  expect(summarize([]).markdown).toBe('');
});

test('a lost recovery, and controls that are not run', () => {
  const { markdown } = summarize([
    samplePlayed({
      result: { recovery: { recovered: false, reason: 'it did not hold again within 1m' } },
      experiment: { controls: ['chaosaddons.controls.safeguards'] },
    }),
  ]);
  expect(markdown).toContain('❌ it did not hold again within 1m');
  expect(markdown).toContain('not run: chaosaddons.controls.safeguards');
});

test('what the probes gave is shown in words, or as it is', () => {
  const { markdown } = describeHypothesis(
    samplePlayed({
      journal: {
        steady_states: {
          before: { steady_state_met: true, probes: [...look(0, 12).probes, http] },
          after: look(6, null, 'no pod behind deployment/web is ready'),
          during: [],
        },
      },
    }).result,
  );
  expect(markdown.split('\n').filter((line) => line.includes('met  '))).toEqual([
    'before  met      health: in 12ms',
    'before  met      front: {"status":200}',
    'after   not met  health: no pod behind deployment/web is ready',
  ]);
});
