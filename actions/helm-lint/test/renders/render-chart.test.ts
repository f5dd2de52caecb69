import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { excludedVersions } from '../../src/renders/excluded-versions.ts';
import { failuresOf } from '../../src/renders/ease-defaults.ts';
import { renderChart } from '../../src/renders/render-chart.ts';
import { HelmBench, chartFile, configMap, defaults, shown } from './support.ts';

describe.each([4, 3] as const)('renders by Helm %i', (major) => {
  let bench: HelmBench;
  beforeAll(async () => {
    bench = await HelmBench.open(major);
  });
  afterAll(() => bench.close());

  test('are one run of Helm for all versions, with hooks and without crds', async () => {
    const chart = bench.chart('plain', {
      'values.yaml': 'name: one\n',
      'templates/a.yaml': configMap('{{ .Values.name }}-{{ .Release.Name }}'),
      'templates/hook.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n  annotations: {helm.sh/hook: test}\n',
      'crds/crd.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n',
    });
    const before = bench.runs;
    const outcome = await bench.render(chart);
    expect(bench.runs - before).toBe(1);
    expect(outcome).toMatchObject({
      set: defaults,
      kubernetesVersions: ['1.36', '1.35', '1.34'],
      failures: [],
      problems: [],
    });
    expect(outcome.replaced.size).toBe(0);
    expect(outcome.objects).toMatchObject([
      { object: { metadata: { name: 'one-release-name' } }, isTest: false },
      { object: { metadata: { name: 'b' } }, isTest: true },
    ]);
  });

  test('take the values files of their set in order, with commas in names and ignored ones too', async () => {
    const chart = bench.chart('values', {
      '.helmignore': 'ci/\n',
      'values.yaml': 'a: 1\nb: 1\nc: 1\n',
      'ci/a,b.yaml': 'b: 2\nc: 2\n',
      'ci/last.yaml': 'c: 3\n',
      'templates/a.yaml': configMap('x', 'all: "{{ .Values.a }}{{ .Values.b }}{{ .Values.c }}"'),
    });
    const set = { name: 'ci', files: ['ci/a,b.yaml', 'ci/last.yaml'] };
    const { objects } = await bench.render(chart, set);
    expect(objects[0]?.object.data).toEqual({ all: '123' });
  });

  test('are made for each version where templates ask for it; equal ones are one', async () => {
    const chart = bench.chart('capable', {
      'templates/a.yaml':
        '{{ if semverCompare ">=1.35-0" .Capabilities.KubeVersion.Version }}\n' +
        `${configMap('late')}{{ else }}\n${configMap('early')}{{ end }}\n`,
    });
    const before = bench.runs;
    const outcomes = await renderChart(chart, defaults, bench.world);
    expect(bench.runs - before).toBe(3);
    expect(
      outcomes.map(({ kubernetesVersions, objects }) => [
        kubernetesVersions,
        objects.map(({ object }) => object.metadata.name),
      ]),
    ).toEqual([
      [['1.36', '1.35'], ['late']],
      [['1.34'], ['early']],
    ]);
  });

  test('leave out the versions that kubeVersion excludes, and say so', async () => {
    const chart = bench.chart('newer', {
      'Chart.yaml': chartFile('newer', 'kubeVersion: ">=1.35.0-0"\n'),
      'templates/a.yaml': configMap('a'),
    });
    const { kubernetesVersions, objects } = await bench.render(chart);
    expect(kubernetesVersions).toEqual(['1.36', '1.35']);
    expect(objects).toHaveLength(1);
    expect(excludedVersions(chart, bench.world.kubernetesVersions)).toMatchObject({
      rule: 'helm/kube-version',
      severity: 'notice',
      file: 'charts/newer/Chart.yaml',
      line: 4,
      message:
        'the chart is not checked for Kubernetes 1.34, which its kubeVersion >=1.35.0-0 excludes',
    });
  });

  test('are none where kubeVersion excludes all versions, with a warning', async () => {
    const chart = bench.chart('never', {
      'Chart.yaml': chartFile('never', 'kubeVersion: "<1.20.0"\n'),
      'templates/a.yaml': configMap('a'),
    });
    expect(await renderChart(chart, defaults, bench.world)).toEqual([]);
    expect(excludedVersions(chart, bench.world.kubernetesVersions)).toMatchObject({
      severity: 'warning',
    });
  });

  test('are none of a library', async () => {
    const chart = bench.chart('library', { 'Chart.yaml': chartFile('library', 'type: library\n') });
    const before = bench.runs;
    expect(await renderChart(chart, defaults, bench.world)).toEqual([]);
    expect(bench.runs).toBe(before);
  });

  test('need no dependency update for charts of the same checkout', async () => {
    bench.write('charts/common/Chart.yaml', chartFile('common', 'type: library\n'));
    bench.write('charts/common/templates/_n.tpl', '{{ define "common.name" }}shared{{ end }}');
    const chart = bench.chart('local', {
      'Chart.yaml': chartFile(
        'local',
        'dependencies:\n  - {name: common, version: 1.0.0, repository: "file://../common"}\n',
      ),
      'templates/a.yaml': configMap('{{ include "common.name" . }}'),
      'templates/b.yaml': 'a: {{ if }}',
    });
    const { failures, objects } = await bench.render(chart);
    expect(shown(failures)).toEqual(['template/parse-error local/templates/b.yaml:1']);
    expect(objects.map(({ object }) => object.metadata.name)).toEqual(['shared']);
  });

  test('of a chart that lacks a dependency are empty: its check tells the line', async () => {
    const chart = bench.chart('lacking', {
      'Chart.yaml': chartFile(
        'lacking',
        'dependencies:\n  - {name: redis, version: 1.0.0, repository: "https://charts.example.com"}\n',
      ),
      'templates/a.yaml': configMap('a'),
    });
    const { failures, objects, output } = await bench.render(chart);
    expect({ failures, objects, output }).toEqual({ failures: [], objects: [], output: '' });
  });

  test('do not stop at values that the schema refuses: its check tells the line', async () => {
    const chart = bench.chart('schema', {
      'values.yaml': 'n: 1\n',
      'values.schema.json': '{"properties": {"n": {"type": "string"}}}',
      'templates/a.yaml': configMap('a'),
    });
    const { failures, objects } = await bench.render(chart);
    expect(failures).toEqual([]);
    expect(objects).toHaveLength(1);
  });

  test('leave no copies behind, and end when they are cancelled', async () => {
    const chart = bench.chart('broken', {
      'templates/a.yaml': 'a: {{ if }}',
      'templates/b.yaml': ' b',
    });
    await bench.render(chart);
    expect(readdirSync(bench.world.temp)).toEqual([]);
    const reason = new Error('cancelled');
    const world = { ...bench.world, signal: AbortSignal.abort(reason) };
    await expect(renderChart(chart, defaults, world)).rejects.toBe(reason);
    expect(readdirSync(path.dirname(bench.workspace)).sort()).toContain('workspace');
  });

  const host = '{{ required "give host" .Values.host }}';
  test.each([
    ['a required value that another render gives', host, 'host: a', 'template/required', 'notice'],
    ['a required value that no render gives', host, 'other: a', 'template/required', 'error'],
    [
      'a refusal of the defaults that another render passes',
      '{{ if not .Values.host }}{{ fail "give host" }}{{ end }}x',
      'host: a',
      'template/fail',
      'notice',
    ],
    [
      'another fault of the defaults',
      '{{ .Values.host.name }}',
      'host: {name: a}',
      'template/execution-error',
      'error',
    ],
  ])('%s', async (_, text, values, rule, severity) => {
    const chart = bench.chart('demand', {
      'ci/a-values.yaml': values,
      'templates/a.yaml': configMap('a', `host: ${text}`),
    });
    const sets = [defaults, { name: 'ci/a-values.yaml', files: ['ci/a-values.yaml'] }];
    const outcomes = await Promise.all(sets.map((set) => bench.render(chart, set)));
    const [first] = failuresOf(outcomes, 'defaults');
    expect(first).toMatchObject({ rule, severity, renders: ['defaults'] });
  });
});
