import { expect, test } from '@jest/globals';
import type { UndoOutcome } from '../../src/engine/engine.ts';
import { describeRecovery } from '../../src/report/recover-table.ts';
import { describeTargets } from '../../src/report/target-table.ts';
import { describeUndo } from '../../src/report/undo-table.ts';
import { samplePlayed } from './sample-played.ts';

const { targets } = samplePlayed({});
const undone: UndoOutcome = {
  title: 'scale Deployment web from 3 to 0',
  namespace: 'shop',
  outcome: 'undone',
  reason: '',
};
const failed: UndoOutcome = { ...undone, outcome: 'failed', reason: 'may not patch' };

test('targets: those that were hit first, each with its reason', () => {
  expect(describeTargets(targets, { isPlan: false }).markdown.split('\n').slice(2)).toEqual([
    '| 💥 hit | Pod `web-1` in namespace shop | `kill_pods` | evicted |',
    '| out | Pod `web-0` in namespace shop | `kill_pods` | is not opted in |',
  ]);
  expect(describeTargets(targets, { isPlan: true }).markdown).toContain('| 🎯 in | Pod `web-1`');
  expect(describeTargets([], { isPlan: true }).markdown).toBe('');
});

test('many targets are cut, and how many is said', () => {
  const [target] = targets;
  if (target === undefined) throw new Error('the sample has targets');
  const many = Array.from({ length: 250 }, (_, index) => ({ ...target, name: `web-${index}` }));
  const { markdown } = describeTargets(many, { isPlan: false });
  expect(markdown.split('\n')).toHaveLength(103);
  expect(markdown).toContain('150 more');
});

test('ways back that went well need no words on what is left', () => {
  const { markdown } = describeUndo([undone]);
  expect(markdown).toContain('| ✅ undone | scale Deployment web from 3 to 0 | `shop` |');
  expect(markdown).not.toContain('kubectl');
});

test('after a way back that failed it is said how to go it by hand', () => {
  const { markdown } = describeUndo([failed, undone, { ...failed, namespace: undefined }]);
  expect(markdown).toContain(
    '| ❌ failed | scale Deployment web from 3 to 0 | `shop` | may not patch |',
  );
  expect(markdown).toContain('mode: recover');
  expect(markdown).toContain(
    '`kubectl get configmaps --namespace shop --selector kube-delivery.dev/chaos-run --output yaml`',
  );
  expect(markdown).toContain('--all-namespaces');
  expect(describeUndo([]).markdown).toBe('');
});

test('recover says what it did, and where a run is alive', () => {
  expect(describeRecovery([], []).markdown).toBe('No run left anything to take back.');
  const { markdown } = describeRecovery(
    [undone],
    [
      { scope: 'namespace', namespace: 'pay', holder: 'run 1 attempt 2' },
      { scope: 'cluster', namespace: 'default', holder: 'run 7 attempt 1' },
    ],
  );
  expect(markdown).toContain('✅ undone');
  expect(markdown).toMatch(/A run on namespace pay is alive .*run 1 attempt 2/);
  expect(markdown).toMatch(/A run on the objects of no namespace is alive .*run 7 attempt 1/);
});
