import { expect, test } from '@jest/globals';
import { ending, outputNames } from '../src/ending.ts';
import { sampleFinding } from './sample-finding.ts';
import { sampleOutcome } from './sample-outcome.ts';

const judgement = { verdict: 'findings', reason: '1 error in 1 of 2 charts' } as const;

test('outputs have the counts, the report has each finding as it is', () => {
  const finding = sampleFinding();
  const warning = sampleFinding({ severity: 'warning', rule: 'policy/image-latest' });
  const outcome = sampleOutcome({
    findings: [finding, warning],
    ignored: [{ finding, reason: 'by hand' }],
  });
  const { outputs, report } = ending(judgement, outcome, {
    sarif: 'helm-lint.sarif',
    junit: undefined,
  });
  expect(Object.keys(outputs)).toEqual([...outputNames]);
  expect(outputs).toEqual({
    charts: 2,
    renders: 4,
    errors: 1,
    warnings: 1,
    sarif: 'helm-lint.sarif',
    junit: '',
  });
  expect(report).toEqual({
    charts: [
      { folder: 'charts/web', name: 'web', renders: 3 },
      { folder: 'charts/db', name: 'db', renders: 1 },
    ],
    renders: 4,
    kubernetesVersions: ['1.35', '1.36'],
    errors: 1,
    warnings: 1,
    notices: 0,
    findings: [finding, warning],
    accepted: [],
    ignored: [{ ...finding, reason: 'by hand' }],
    gone: [],
    helmProcesses: 5,
  });
});
