import { expect, test } from '@jest/globals';
import type { LoadedChart } from '../../src/loaded-chart.ts';
import { planVersions } from '../../src/renders/plan-versions.ts';

const versions = ['1.9', '1.36', '1.35'];

function chartOf(files: Readonly<Record<string, string>>, kubeVersion?: string): LoadedChart {
  return {
    folder: 'shop',
    absolute: '/work/shop',
    name: 'shop',
    version: '1.0.0',
    isLibrary: false,
    description: kubeVersion === undefined ? {} : { kubeVersion },
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    subcharts: [],
  };
}

const all = [['1.36', '1.35', '1.9']];
const each = [['1.36'], ['1.35'], ['1.9']];

test.each([
  ['no template that asks', { 'templates/a.yaml': 'a: b' }, all],
  ['a template that asks', { 'templates/a.yaml': '{{ .Capabilities.KubeVersion.Minor }}' }, each],
  ['a helper that asks', { 'templates/_a.tpl': '{{ $.Capabilities.KubeVersion }}' }, each],
  ['one that keeps them', { 'templates/a.yaml': '{{ $c := .Capabilities }}' }, each],
  [
    'one that asks for APIs',
    { 'templates/a.yaml': '{{ .Capabilities.APIVersions.Has "v1" }}' },
    all,
  ],
  [
    'one that asks for Helm',
    { 'templates/a.yaml': '{{ .Capabilities.HelmVersion.Version }}' },
    all,
  ],
  ['values for tpl', { 'values.yaml': 'a: "{{ .Capabilities.KubeVersion }}"' }, each],
  ['a text that names them', { 'README.md': '.Capabilities.KubeVersion' }, all],
  ['a crd that names them', { 'crds/a.yaml': 'description: Capabilities of a kind' }, all],
])('%s', (_, files, groups) => {
  expect(planVersions(chartOf(files), versions)).toEqual({ groups, excluded: [], constraint: '' });
});

test('a subchart that asks counts', () => {
  const chart = chartOf({ 'templates/a.yaml': '{{ .Capabilities.KubeVersion }}' });
  const parent = { ...chartOf({}), subcharts: [{ chart, path: 'charts/db', isArchive: false }] };
  expect(planVersions(parent, versions).groups).toEqual(each);
});

test.each([
  ['>=1.30.0-0', [['1.36', '1.35']], ['1.9']],
  ['>= 1.30, < 1.36', [['1.35']], ['1.9', '1.36']],
  ['~1.35.0 || 1.9.x', [['1.35', '1.9']], ['1.36']],
  ['!=1.36.0', [['1.35', '1.9']], ['1.36']],
  ['<1.0.0', [], versions],
])('kubeVersion %s', (constraint, groups, excluded) => {
  const plan = planVersions(chartOf({}, constraint), versions);
  expect(plan.groups).toEqual(groups);
  expect([...plan.excluded].sort()).toEqual([...excluded].sort());
});
