import { expect, test } from '@jest/globals';
import { judge } from '../src/verdict.ts';
import { sampleFinding } from './sample-finding.ts';
import { sampleOutcome } from './sample-outcome.ts';

const error = sampleFinding();
const warning = sampleFinding({ severity: 'warning', rule: 'policy/probes', line: 3 });
const notice = sampleFinding({ severity: 'notice' });

test('where no chart was changed, that is said', () => {
  expect(judge(sampleOutcome({ charts: [] }), 'error')).toEqual({
    verdict: 'clean',
    reason: 'no chart was changed, so none was linted',
  });
});

test.each([
  ['nothing', [], 'error', 'clean', ''],
  ['a notice', [notice], 'warning', 'clean', ''],
  ['a warning', [warning], 'error', 'clean', '1 warning found, which fail-on: error lets pass'],
  ['an error', [error], 'never', 'clean', '1 error found, which fail-on: never lets pass'],
  [
    'a warning that counts',
    [warning],
    'warning',
    'findings',
    '1 warning in 1 of 2 charts; first charts/web/templates/web.yaml:3: policy/probes: Deployment web: spec.replica: there is no such field (did you mean replicas?)',
  ],
  [
    'errors behind a warning',
    [warning, error, { ...error, chart: 'charts/db' }],
    'warning',
    'findings',
    '2 errors and 1 warning in 2 of 2 charts; first charts/web/templates/web.yaml:12: schema/unknown-field: Deployment web: spec.replica: there is no such field (did you mean replicas?)',
  ],
] as const)('%s', (_, findings, failOn, verdict, reason) => {
  expect(judge(sampleOutcome({ findings }), failOn)).toMatchObject({ verdict, reason });
});
