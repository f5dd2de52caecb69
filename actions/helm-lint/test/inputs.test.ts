import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import { quietContext } from '../../../shared/test/action/quiet-context.ts';
import { readInputs } from '../src/inputs.ts';
import type { Inputs } from '../src/inputs.ts';
import { sampleFinding } from './sample-finding.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-inputs-'));
const environment = { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: path.join(workspace, 'temp') };
const run = readRunFacts({ environment, readText: () => undefined });

beforeAll(() => {
  symlinkSync(tmpdir(), path.join(workspace, 'link'));
  symlinkSync('/etc/hosts', path.join(workspace, 'out.sarif'));
  mkdirSync(path.join(workspace, 'folder'));
  writeFileSync(path.join(workspace, 'old.xml'), '');
});

afterAll(() => {
  rmSync(workspace, { recursive: true });
});

function read(given: Readonly<Record<string, string>>): Inputs {
  const reader = new InputReader((name) => given[name]);
  const inputs = readInputs(reader, quietContext({ environment, run }));
  reader.finish();
  return inputs;
}

test('without any inputs all charts are linted with what the action carries', () => {
  expect(read({})).toMatchObject({
    charts: ['**/Chart.yaml'],
    values: [],
    changedSince: undefined,
    kubernetesVersions: [],
    customKinds: [],
    unknownKinds: 'warn',
    baseline: [],
    failOn: 'error',
    concurrency: availableParallelism(),
    files: { sarif: undefined, junit: undefined },
  });
});

test('lists are read by lines, versions by commas too', () => {
  expect(
    read({
      charts: 'charts/{web,db}\nlibs/*',
      values: 'a.yaml,b.yaml\nc.yaml',
      'kubernetes-versions': '1.35, 1.36',
      concurrency: '4',
      sarif: 'out/helm-lint.sarif',
    }),
  ).toMatchObject({
    charts: ['charts/{web,db}', 'libs/*'],
    values: ['a.yaml,b.yaml', 'c.yaml'],
    kubernetesVersions: ['1.35', '1.36'],
    concurrency: 4,
    files: { sarif: 'out/helm-lint.sarif' },
  });
});

test('the entries of a baseline are read', () => {
  const finding = sampleFinding();
  writeFileSync(path.join(workspace, 'baseline.json'), JSON.stringify({ findings: [finding] }));
  const { chart, file, message, object, path: field, rule } = finding;
  expect(read({ baseline: 'baseline.json' }).baseline).toEqual([
    { rule, chart, object, path: field, file, message },
  ]);
});

test.each([
  ['a path outside', '../out.sarif', 'lies outside'],
  ['a path through a link that leads outside', 'link/out.sarif', 'lies outside'],
  ['a link', 'out.sarif', 'is not a file'],
  ['a folder', 'folder', 'is not a file'],
  ['the workspace itself', '.', 'is not a file'],
])('%s is nothing to write to', (_, sarif, problem) => {
  expect(() => read({ sarif })).toThrow(problem);
});

test('a file in a folder that is not there yet can be written, and one that is there', () => {
  expect(read({ sarif: 'a/b/lint.sarif', junit: 'old.xml' }).files).toEqual({
    sarif: 'a/b/lint.sarif',
    junit: 'old.xml',
  });
});

test('all that is wrong is told at once', () => {
  const wrong = { concurrency: '65', 'fail-on': 'errors', junit: '/etc/junit.xml' };
  let problems: readonly string[] = [];
  try {
    read(wrong);
  } catch (error) {
    if (error instanceof InputError) problems = error.problems.map(({ input }) => input);
  }
  expect(problems).toEqual(['fail-on', 'concurrency', 'junit']);
});
