import { expect, test } from '@jest/globals';
import type { Log } from '@kube-delivery/shared/action/log';
import { annotate, chooseAnnotated } from '../../src/report/annotations.ts';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { sampleFinding } from '../sample-finding.ts';

test('of each severity the first ones are annotated', () => {
  const many = [
    ...Array.from({ length: 12 }, (_, index) => sampleFinding({ line: index + 1 })),
    ...Array.from({ length: 11 }, (_, index) =>
      sampleFinding({ severity: 'warning', line: index + 1 }),
    ),
    sampleFinding({ severity: 'notice' }),
  ];
  const { annotated, rest } = chooseAnnotated(many);
  const linesOf = (findings: typeof many, severity: string) =>
    findings.filter((each) => each.severity === severity).map(({ line }) => line);
  expect(linesOf([...annotated], 'error')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(linesOf([...annotated], 'warning')).toHaveLength(10);
  expect(linesOf([...annotated], 'notice')).toHaveLength(1);
  expect(rest.map(({ severity, line }) => [severity, line])).toEqual([
    ['error', 10],
    ['error', 11],
    ['error', 12],
    ['warning', 11],
  ]);
});

test('what gets no annotation is a line of the log', () => {
  const annotations: unknown[] = [];
  const lines: string[] = [];
  const log: Log = {
    ...quietContext().log,
    info: (line) => lines.push(line),
    annotate: (...annotation) => annotations.push(annotation),
  };
  annotate(
    Array.from({ length: 10 }, (_, index) => sampleFinding({ line: index + 1 })),
    log,
  );
  const message =
    'Deployment web: spec.replica: there is no such field (did you mean replicas?). Correct the name.';
  expect(annotations).toHaveLength(9);
  expect(annotations[0]).toEqual([
    'error',
    message,
    { file: 'charts/web/templates/web.yaml', line: 1, column: 3, title: 'schema/unknown-field' },
  ]);
  expect(lines).toEqual([
    `charts/web/templates/web.yaml:10: error: schema/unknown-field: ${message}`,
  ]);
});
