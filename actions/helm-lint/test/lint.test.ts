import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reportOf } from '../src/report/report.ts';
import { goodChart, goodTemplate } from './support/good-chart.ts';
import { LintBench, shown } from './support/lint-bench.ts';

let bench: LintBench;

beforeAll(async () => {
  bench = await LintBench.open();
});

afterAll(() => {
  bench.close();
});

const misspelt = goodTemplate.replace('replicas: {{', 'replica: {{');
const template = 'charts/web/templates/web.yaml';

test('a good chart has no findings, and needs one render', async () => {
  bench.write(goodChart('web'));
  const outcome = await bench.lint({ policy: 'strict', 'fail-on': 'warning' });
  expect(shown(outcome.findings)).toEqual([]);
  expect(outcome.charts).toEqual([{ folder: 'charts/web', name: 'web', renders: 1 }]);
  // One run for the render and one for helm lint.
  expect(outcome.helmProcesses).toBe(2);
});

test('what all renders have is found once, with the names of all', async () => {
  bench.write(
    goodChart('web', {
      'templates/web.yaml': misspelt,
      'ci/one-values.yaml': 'replicas: 1\n',
      'prod.yaml': 'replicas: 5\n',
    }),
  );
  const { charts, findings, helmProcesses } = await bench.lint({ values: 'prod.yaml' });
  expect(shown(findings)).toEqual([`error schema/unknown-field ${template}:9`]);
  expect(findings[0]).toMatchObject({
    renders: ['defaults', 'ci/one-values.yaml', 'prod.yaml'],
    object: 'Deployment web',
    path: 'spec.replica',
    column: 3,
  });
  expect(charts[0]?.renders).toBe(3);
  // A marked render of one of the three is enough.
  expect(helmProcesses).toBe(5);
});

test('one value that is wrong in two values files is found in both', async () => {
  bench.write(
    goodChart('web', {
      'one.yaml': '# first\nreplicas: "many"\n',
      'two.yaml': 'replicas: "many"\n',
    }),
  );
  const { findings } = await bench.lint({ values: 'one.yaml\ntwo.yaml' });
  expect(findings.map(({ file, line, renders }) => [file, line, renders])).toEqual([
    ['charts/web/one.yaml', 2, ['one.yaml']],
    ['charts/web/two.yaml', 1, ['two.yaml']],
  ]);
});

test('broken templates and charts do not hide other mistakes', async () => {
  bench.write({
    ...goodChart('web', {
      'templates/a.yaml': 'kind: {{ .Values.nothing.here }}\n',
      'templates/b.yaml': 'kind: {{ if }}\n',
      'templates/web.yaml': misspelt,
    }),
    'charts/torn/Chart.yaml': 'apiVersion: v2\nname: [\n',
  });
  const { charts, findings } = await bench.lint();
  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual([
    expect.stringMatching(/^charts\/torn\/Chart.yaml:/),
    'charts/web/templates/a.yaml:1',
    'charts/web/templates/b.yaml:1',
    `${template}:9`,
  ]);
  expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['error']));
  expect(charts).toEqual([
    { folder: 'charts/torn', name: 'charts/torn', renders: 0 },
    { folder: 'charts/web', name: 'web', renders: 1 },
  ]);
});

test('comments ignore findings of templates and of values, with a reason only', async () => {
  const latest = 'replicas: 2\nimage: registry.example/shop/web\ntag: latest\n';
  const comment = '# helm-lint: ignore policy/image-latest';
  const noProbe = goodTemplate.replace(/ +readinessProbe:\n.*\n/, '');
  bench.write(
    goodChart('web', {
      'values.yaml': latest.replace('tag:', `${comment} -- started by hand\ntag:`),
      'templates/web.yaml': noProbe.replace(
        '        - name: app',
        '        {{- /* helm-lint: ignore policy/readiness-probe -- has none */}}\n        - name: app',
      ),
    }),
  );
  const both = await bench.lint({ policy: 'strict' });
  expect(shown(both.findings)).toEqual([]);
  expect(both.ignored.map(({ finding, reason }) => [finding.rule, reason])).toEqual([
    ['policy/readiness-probe', 'has none'],
    ['policy/image-latest', 'started by hand'],
  ]);

  bench.add('charts/web/values.yaml', latest.replace('tag:', `${comment}\ntag:`));
  const { findings } = await bench.lint({ policy: 'strict' });
  expect(shown(findings)).toEqual([
    'warning ignore/no-reason charts/web/values.yaml:3',
    'error policy/image-latest charts/web/values.yaml:4',
  ]);
});

test('a report is the baseline of later runs, also when lines have moved', async () => {
  bench.write(goodChart('web', { 'templates/web.yaml': misspelt }));
  const first = await bench.lint();
  expect(first.findings).toHaveLength(1);
  bench.add('baseline.json', JSON.stringify(reportOf(first)));
  const grown = misspelt
    .replace('apiVersion', '# Sold at the shop\n\napiVersion')
    .replace('containerPort:', 'containerport:');
  bench.add(template, grown);
  const { accepted, findings, gone } = await bench.lint({ baseline: 'baseline.json' });
  expect(shown(accepted)).toEqual([`error schema/unknown-field ${template}:11`]);
  expect(new Set(findings.map(({ path }) => path.replace(/^.*\./, '')))).toContain('containerport');
  expect(findings.every(({ path }) => path.includes('ports[0]'))).toBe(true);
  expect(gone).toEqual([]);

  bench.write({ ...goodChart('web'), 'baseline.json': JSON.stringify(reportOf(first)) });
  expect((await bench.lint({ baseline: 'baseline.json' })).gone).toMatchObject([
    { rule: 'schema/unknown-field', path: 'spec.replica' },
  ]);
});

test('charts that have one image in two versions are told on the line of the lower one', async () => {
  const shared = (name: string, tag: string) =>
    goodChart(name, {
      'values.yaml': `replicas: 2\nimage: registry.example/shop/web\ntag: ${tag}\n`,
    });
  bench.write({ ...shared('web', '1.4.2'), ...shared('worker', '1.4.1') });
  const { findings } = await bench.lint();
  expect(findings.map(({ chart, rule }) => [chart, rule])).toEqual([
    ['charts/worker', 'policy/image-tags-differ'],
  ]);
  expect(shown((await bench.lint({ policy: 'none' })).findings)).toEqual([]);
});

test('a chart that others depend on by file:// has its findings once', async () => {
  const dependency =
    '\ndependencies:\n  - name: base\n    version: 1.0.0\n    repository: file://../base\n';
  const [chartFile = ''] = Object.values(goodChart('web'));
  bench.write({
    ...goodChart('base', { 'templates/web.yaml': misspelt }),
    ...goodChart('web', { 'Chart.yaml': chartFile.trimEnd() + dependency }),
  });
  const { findings } = await bench.lint({ policy: 'none' });
  expect(shown(findings.filter(({ rule }) => rule.startsWith('schema/')))).toEqual([
    'error schema/unknown-field charts/base/templates/web.yaml:9',
  ]);
});

test('helm lint says of each chart what it has to say, and nothing else', async () => {
  const chartFile = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
  bench.write(goodChart('web', { 'Chart.yaml': chartFile }));
  const { findings } = await bench.lint();
  expect(findings.map(({ message, rule }) => [rule, message])).toEqual([
    ['helm/lint', 'helm lint says of Chart.yaml: icon is recommended'],
  ]);
});

describe('wrong inputs', () => {
  test.each([
    ['no chart', { charts: 'nothing/*' }, 'charts: no chart matches "nothing/*"'],
    ['no values file', { values: 'prod.yaml' }, 'has no file prod.yaml'],
    ['an unknown version', { 'kubernetes-versions': '1.8' }, 'kubernetes-versions: '],
    ['an unknown policy', { policy: 'recomended' }, 'did you mean recommended'],
    ['no baseline', { baseline: 'baseline.json' }, 'baseline: "baseline.json" does not exist'],
    ['a broken baseline', { baseline: 'charts/web/values.yaml' }, 'values.yaml is not JSON'],
    ['an option as a ref', { 'changed-since': '--output=x' }, 'is not a branch, tag or commit'],
    ['a file outside', { sarif: '../../out.sarif' }, 'lies outside the workspace'],
    ['no Helm', { 'helm-path': 'bin/helm' }, 'helm-path: "bin/helm" does not exist'],
    ['no CRDs', { crds: 'crds' }, 'crds: '],
    ['too many processes', { concurrency: '0' }, 'concurrency: '],
  ])('%s', async (_, inputs, message) => {
    bench.write(goodChart('web'));
    await expect(bench.lint(inputs)).rejects.toThrow(message);
  });
});
