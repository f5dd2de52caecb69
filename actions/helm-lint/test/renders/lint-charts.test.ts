import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lintCharts } from '../../src/renders/lint-charts.ts';
import { HelmBench, chartFile, configMap, shown } from './support.ts';
import type { Files } from './support.ts';

const icon = 'icon: https://example.com/icon.svg\n';

const kept: readonly (readonly [string, Files, readonly string[]])[] = [
  ['a chart with nothing wrong', {}, []],
  ['a chart without an icon', { 'Chart.yaml': chartFile('shop') }, ['notice Chart.yaml:1']],
  [
    'an address of a maintainer',
    {
      'Chart.yaml': chartFile(
        'shop',
        `${icon}maintainers:\n  - name: a\n    email: a@example.com\n  - name: b\n    email: nowhere\n`,
      ),
    },
    ['error Chart.yaml:9'],
  ],
  ['a template with a wrong ending', { 'templates/a.json': '{}' }, ['error templates/a.json:1']],
  [
    'a document that is indented',
    { 'templates/a.yaml': `\n\n${configMap('a').replace(/^/gm, '  ')}` },
    ['warning templates/a.yaml:3'],
  ],
  [
    'a policy that a List hides',
    {
      'templates/a.yaml':
        'apiVersion: v1\nkind: List\nmetadata: {name: a}\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n' +
        '  metadata:\n    name: a\n    annotations:\n      helm.sh/resource-policy: keep\n',
    },
    ['error templates/a.yaml:10'],
  ],
];

/** What other checks tell on better lines. */
const dropped: readonly (readonly [string, Files])[] = [
  ['a template that cannot be read', { 'templates/a.yaml': '{{ if }}' }],
  ['a template that fails', { 'templates/a.yaml': 'a: {{ .Values.x.y }}' }],
  ['what is no YAML', { 'templates/a.yaml': 'a: b: c' }],
  ['a required value', { 'templates/a.yaml': configMap('{{ required "x" .Values.x }}') }],
  ['a name', { 'templates/a.yaml': configMap('A_b') }],
  [
    'a removed API',
    {
      'templates/a.yaml':
        'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: a\n',
    },
  ],
  [
    'a missing selector',
    {
      'templates/a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec: {}\n',
    },
  ],
  [
    'values against their schema',
    { 'values.yaml': 'n: 1', 'values.schema.json': '{"type": "array"}' },
  ],
  [
    'a field of Chart.yaml',
    { 'Chart.yaml': chartFile('shop', `${icon}appVersion: 1.10\nicons: a\n`) },
  ],
  ['a version', { 'Chart.yaml': chartFile('shop', icon).replace('1.0.0', '"1.0"') }],
  [
    'a dependency that is missing',
    { 'Chart.yaml': chartFile('shop', `${icon}dependencies:\n  - {name: a, version: 1.0.0}\n`) },
  ],
];

describe.each([4, 3] as const)('helm lint of Helm %i', (major) => {
  let bench: HelmBench;
  beforeAll(async () => {
    bench = await HelmBench.open(major);
  });
  afterAll(() => bench.close());

  const shop = (files: Files) =>
    bench.chart('shop', {
      'Chart.yaml': chartFile('shop', icon),
      'templates/good.yaml': configMap('good'),
      ...files,
    });

  test.each(kept)('tells %s', async (_, files, expected) => {
    const findings = await lintCharts([shop(files)], bench.world);
    expect(
      findings.map(({ file, line, severity }) => `${severity} ${file.slice(12)}:${line}`),
    ).toEqual(expected);
    for (const { chart, message, renders, rule } of findings) {
      expect({ chart, renders, rule }).toEqual({
        chart: 'charts/shop',
        renders: [],
        rule: 'helm/lint',
      });
      expect(message).toMatch(/^helm lint says of /);
    }
  });

  test.each(dropped)('leaves %s to other checks', async (_, files) => {
    expect(await lintCharts([shop(files)], bench.world)).toEqual([]);
  });

  test('tells of a crd that is none, where it knows', async () => {
    const findings = await lintCharts([shop({ 'crds/a.yaml': configMap('a') })], bench.world);
    const line = 'helm/lint shop/crds/a.yaml:1';
    expect(shown(findings)).toEqual(major === 3 ? [] : [line, line]);
  });

  test('is one run for all charts', async () => {
    const charts = ['one', 'two', 'three'].map((name) =>
      bench.chart(name, { 'templates/a.json': '', 'templates/b.yaml': configMap(name) }),
    );
    const before = bench.runs;
    const findings = await lintCharts(charts, bench.world);
    expect(bench.runs - before).toBe(1);
    expect(shown(findings.filter(({ severity }) => severity === 'error'))).toEqual([
      'helm/lint one/templates/a.json:1',
      'helm/lint two/templates/a.json:1',
      'helm/lint three/templates/a.json:1',
    ]);
  });

  test('that does not run at all is an error with its reason', async () => {
    const chart = shop({});
    const helm = {
      ...bench.world.helm,
      run: (args: readonly string[], signal: AbortSignal) =>
        bench.world.helm.run([...args, '--no-such-flag'], signal),
    };
    await expect(lintCharts([chart], { ...bench.world, helm })).rejects.toThrow(
      'helm lint could not be run: unknown flag: --no-such-flag',
    );
  });
});
