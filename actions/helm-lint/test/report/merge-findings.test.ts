import { expect, test } from '@jest/globals';
import { mergeFindings } from '../../src/report/merge-findings.ts';
import { sampleFinding } from '../sample-finding.ts';

test('a finding of several renders is one with all of them', () => {
  const merged = mergeFindings([
    sampleFinding({ renders: ['defaults'] }),
    sampleFinding({ renders: ['ci/prod-values.yaml', 'defaults'] }),
  ]);
  expect(merged).toEqual([sampleFinding({ renders: ['defaults', 'ci/prod-values.yaml'] })]);
});

test.each([
  ['line', { line: 13 }],
  ['object', { object: 'Deployment api' }],
  ['field', { path: 'spec.minReadySecond' }],
  ['message', { message: 'must be a number, is "three"' }],
  ['rule', { rule: 'schema/wrong-type' }],
])('findings of another %s stay apart', (_, other) => {
  expect(mergeFindings([sampleFinding(), sampleFinding(other)])).toHaveLength(2);
});

test('of two severities the worse one counts', () => {
  const [merged] = mergeFindings([
    sampleFinding({ severity: 'notice' }),
    sampleFinding({ severity: 'warning' }),
  ]);
  expect(merged?.severity).toBe('warning');
});

test('what two charts have in the file of one of them is found in that one', () => {
  const file = 'charts/common/templates/_labels.tpl';
  const merged = mergeFindings([
    sampleFinding({ chart: 'charts/web', file, renders: ['prod.yaml'] }),
    sampleFinding({ chart: 'charts/common', file, renders: ['defaults'] }),
  ]);
  expect(merged).toEqual([sampleFinding({ chart: 'charts/common', file, renders: ['defaults'] })]);
});

test('a file of a subchart belongs to the innermost chart that was linted', () => {
  const file = 'charts/web/charts/db/templates/db.yaml';
  const merged = mergeFindings([
    sampleFinding({ chart: '.', file }),
    sampleFinding({ chart: 'charts/web', file }),
  ]);
  expect(merged.map(({ chart }) => chart)).toEqual(['charts/web']);
});

test('findings are in the order of files, lines and columns', () => {
  const places: [string, number, number][] = [
    ['charts/a/values.yaml', 2, 9],
    ['charts/B/values.yaml', 30, 1],
    ['charts/a/values.yaml', 2, 1],
    ['charts/a/values.yaml', 10, 1],
  ];
  const merged = mergeFindings(
    places.map(([file, line, column]) => sampleFinding({ file, line, column })),
  );
  expect(merged.map(({ file, line, column }) => [file, line, column])).toEqual([
    ['charts/B/values.yaml', 30, 1],
    ['charts/a/values.yaml', 2, 1],
    ['charts/a/values.yaml', 2, 9],
    ['charts/a/values.yaml', 10, 1],
  ]);
});
