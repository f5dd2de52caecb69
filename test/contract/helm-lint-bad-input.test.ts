import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import { ensureTools } from '../cluster/index.ts';
import { cleanChart } from './helm-lint/clean-chart.ts';
import { runBundle } from './support/run-bundle.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-bad-input-'));
let helm: string;

beforeAll(async () => {
  ({ helm } = await ensureTools(['helm']));
  const chart = Object.entries(cleanChart('shop')).map(
    ([file, text]) => [`charts/shop/${file}`, text] as const,
  );
  const others = {
    'notes/README.md': 'no chart\n',
    'rules.yaml': 'policy/image-lastet: error\n',
    'baseline.json': '{"findings": [',
    'list.json': '[]',
  };
  for (const [file, text] of [...chart, ...Object.entries(others)]) {
    mkdirSync(path.join(workspace, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(workspace, file), text);
  }
});

afterAll(() => {
  rmSync(workspace, { recursive: true, force: true });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['no chart at all', { charts: 'elsewhere/*' }, /input charts: .*elsewhere\/\*/],
  ['a folder that is no chart', { charts: 'notes' }, /input charts: .*notes/],
  [
    'a values file that is missing',
    { values: 'values.yaml,ci/prod.yaml' },
    /input values: .*ci\/prod\.yaml/,
  ],
  ['an unknown rule', { policy: 'rules.yaml' }, /rules\.yaml.*policy\/image-latest/],
  ['a policy that is nothing', { policy: 'lax' }, /input policy: .*lax/],
  ['a baseline that is broken', { baseline: 'baseline.json' }, /baseline\.json/],
  ['a baseline that is something else', { baseline: 'list.json' }, /list\.json/],
  ['a baseline that is missing', { baseline: 'none.json' }, /none\.json/],
  [
    'an unknown Kubernetes version',
    { 'kubernetes-versions': '1.2' },
    /kubernetes-versions: .*1\.2/,
  ],
  ['a level that does not exist', { 'fail-on': 'notice' }, /input fail-on: .*notice/],
  ['no process at all', { concurrency: '0' }, /input concurrency: .*0/],
  ['a Helm that is not there', { 'helm-path': '/nowhere/helm' }, /\/nowhere\/helm/],
  ['CRDs that are not there', { crds: 'crds' }, /input crds: .*crds/],
  ['a commit outside of any clone', { 'changed-since': 'main' }, /changed-since|git/],
  ['a SARIF file outside', { sarif: '../lint.sarif' }, /input sarif: .*workspace/],
])('%s is invalid, with one clear message', async (_, inputs, message) => {
  const run = await runBundle('helm-lint', {
    workspace,
    inputs: { 'helm-path': helm, ...inputs },
    environment: { GITHUB_REPOSITORY: 'test/shop' },
  });
  expect([run.exitCode, run.outputs.verdict]).toEqual([1, 'invalid']);
  const errors = run.stdout.split('\n').filter((line) => line.startsWith('::error'));
  expect(errors.join('\n')).toMatch(message);
  expect(run.stdout).not.toMatch(/\n\s+at .*\.[jt]s:\d+/);
});

test('a chart that Helm cannot load is one error, and the other charts are linted', async () => {
  mkdirSync(path.join(workspace, 'charts/broken'), { recursive: true });
  writeFileSync(path.join(workspace, 'charts/broken/Chart.yaml'), 'apiVersion: v2\nname: broken\n');
  const run = await runBundle('helm-lint', { workspace, inputs: { 'helm-path': helm } });
  expect(run.outputs).toMatchObject({ verdict: 'findings', errors: '1', renders: '2' });
  const rules = arrayAt(run.report, 'findings').map((each) => stringAt(each, 'rule'));
  expect(rules).toEqual(['chart/not-loadable']);
});
