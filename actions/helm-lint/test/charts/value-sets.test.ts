import { symlinkSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { valueSets } from '../../src/charts/value-sets.ts';
import { loaded, setsOf } from './support/loaded.ts';
import { chartYaml, workspaceWith } from './support/workspace.ts';

const workspace = workspaceWith({
  'env/prod.yaml': 'a: 1',
  'env/test.yaml': 'a: 2',
  'charts/web/Chart.yaml': chartYaml('web'),
  'charts/web/.helmignore': 'ci/\n',
  'charts/web/values.yaml': 'a: 0',
  'charts/web/ci/b-values.yaml': 'a: 1',
  'charts/web/ci/a-values.yaml': 'a: 1',
  'charts/web/ci/notes.yaml': 'a: 1',
  'charts/web/prod.yaml': 'a: 1',
  'charts/api/Chart.yaml': chartYaml('api'),
});
const outside = workspaceWith({ 'x.yaml': 'a: 1' });
symlinkSync(`${outside}/x.yaml`, `${workspace}/charts/web/ci/linked-values.yaml`);
const web = loaded(workspace, 'charts/web');
const api = loaded(workspace, 'charts/api');

const own = ['defaults', 'ci/a-values.yaml', 'ci/b-values.yaml'];

test.each<[string, readonly string[], readonly string[]]>([
  ['none', [], []],
  ['a file', ['prod.yaml'], ['prod.yaml']],
  [
    'several files',
    ['values.yaml, ci/a-values.yaml,prod.yaml'],
    ['values.yaml,ci/a-values.yaml,prod.yaml'],
  ],
  ['a render that is there already', ['values.yaml', 'ci/a-values.yaml', './ci/b-values.yaml'], []],
  ['the same line twice', ['prod.yaml', 'values.yaml,prod.yaml'], ['prod.yaml']],
  ['files outside the chart', ['../../env/prod.yaml'], ['../../env/prod.yaml']],
  [
    'a glob',
    ['prod.yaml,../../env/*.yaml'],
    ['prod.yaml,../../env/prod.yaml', 'prod.yaml,../../env/test.yaml'],
  ],
  ['braces', ['../../env/{prod,test}.yaml'], ['../../env/prod.yaml', '../../env/test.yaml']],
  ['a glob that matches nothing', ['stage-*.yaml'], []],
])('%s', (_, lines, expected) => {
  const sets = setsOf(web, lines);
  expect(sets.map(({ name }) => name)).toEqual([...own, ...expected]);
  expect(sets[0]?.files).toEqual([]);
  for (const { name, files } of sets.slice(1)) expect(files.join(',')).toBe(name);
});

test('a chart without files of its own has its defaults only', () => {
  expect(setsOf(api)).toEqual([{ name: 'defaults', files: [] }]);
});

test('missing files are problems that name the line', () => {
  expect(valueSets(api, ['../../env/prod.yaml', 'values.yaml,prod.yaml'])).toEqual({
    problems: [
      {
        input: 'values',
        message:
          '"values.yaml,prod.yaml": the chart charts/api has no file values.yaml; paths are relative to the chart, and lie inside the workspace',
      },
      {
        input: 'values',
        message:
          '"values.yaml,prod.yaml": the chart charts/api has no file prod.yaml; paths are relative to the chart, and lie inside the workspace',
      },
    ],
  });
});

test.each(['ci/linked-values.yaml', `../../../${outside.split('/').at(-1) ?? ''}/x.yaml`, 'ci'])(
  '%s cannot be taken',
  (line) => {
    expect(valueSets(web, [line])).toHaveProperty('problems');
  },
);
