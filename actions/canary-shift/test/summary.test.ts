import { expect, test } from '@jest/globals';
import { Journal } from '../src/journal.ts';
import { observedShare } from '../src/share.ts';
import { summarize } from '../src/summary.ts';

const step = {
  step: 1,
  weight: 20,
  share: observedShare({ stable: 80, canary: 20, unknown: 0 }),
  proof: 'probes',
  requests: 20,
  errors: 0,
  findings: [{ name: 'success rate', shown: '100%', wanted: '>= 99.5%', state: 'kept' }],
  outcome: 'pass',
  reason: '',
} as const;

test('a run without steps shows nothing', () => {
  expect(summarize(new Journal()).markdown).toBe('');
});

test('steps are shown as a table and a chart, a failed one with its reason', () => {
  const journal = new Journal();
  journal.addStep(step);
  journal.addStep({ ...step, step: 2, weight: 50, outcome: 'fail', reason: 'p99 is 1s' });
  journal.addEvents(['BackOff: <restarting>']);
  const { markdown } = summarize(journal);
  expect(markdown).toContain('| 1 | 20% | 20% (8.9–35.6%) | probes | 20 | 0 | ✅ passed |');
  expect(markdown).toContain('  bar [20, 50]');
  expect(markdown).toContain('  line [20, 20]');
  expect(markdown).toContain('- p99 is 1s');
  expect(markdown).toContain('BackOff: <restarting>');
});
