import { expect, test } from '@jest/globals';
import { summaryOf } from '../../src/report/summary.ts';
import { sampleFinding } from '../sample-finding.ts';
import { sampleOutcome } from '../sample-outcome.ts';

test('every finding has a row, with its place, its rule and what to do', () => {
  const findings = Array.from({ length: 30 }, (_, index) =>
    sampleFinding({ line: index + 1, severity: index < 20 ? 'error' : 'warning' }),
  );
  const { markdown } = summaryOf(sampleOutcome({ findings }));
  expect(markdown).toContain(
    '2 charts, 4 renders, Kubernetes 1.35, 1.36: 20 errors, 10 warnings, 0 notices',
  );
  expect(markdown).toContain('| `charts/web` | 3 | 20 | 10 |');
  expect(markdown).toContain('| `charts/db` | 1 | 0 | 0 |');
  expect(markdown.match(/^\| (?:❌|⚠️) /gm)).toHaveLength(30);
  expect(markdown).toContain(
    '| ❌ | `charts/web/templates/web.yaml:7` | `schema/unknown-field` | `Deployment web: spec.replica`: there is no such field (did you mean replicas?). Correct the name | defaults |',
  );
  expect(markdown).not.toContain('Findings of `charts/db`');
});

test('errors come first, then the order of places counts', () => {
  const findings = [
    sampleFinding({ line: 1, severity: 'notice' }),
    sampleFinding({ line: 2, severity: 'warning' }),
    sampleFinding({ line: 3 }),
    sampleFinding({ line: 4 }),
  ];
  const { markdown } = summaryOf(sampleOutcome({ findings }));
  expect([...markdown.matchAll(/web\.yaml:(\d)/g)].map(([, line]) => line)).toEqual([
    '3',
    '4',
    '2',
    '1',
  ]);
});

test('what does not count is told', () => {
  const finding = sampleFinding();
  const { markdown } = summaryOf(
    sampleOutcome({
      accepted: [finding, finding],
      ignored: [{ finding, reason: 'by hand' }],
      gone: [finding],
    }),
  );
  expect(markdown).toContain(
    'Not counted: 2 in the baseline, 1 ignored by comments, 1 entry of the baseline that nothing has any longer',
  );
  expect(markdown).not.toContain('Findings of');
});

test('text of charts cannot break a table', () => {
  const findings = [sampleFinding({ message: 'is `a|b`\n<img>', object: 'ConfigMap a|b' })];
  const { markdown } = summaryOf(sampleOutcome({ findings }));
  expect(markdown).toContain('`ConfigMap a\\|b: spec.replica`: is \\`a\\|b\\` &lt;img&gt;');
});
