import { mkdirSync, symlinkSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { findCharts } from '../../src/charts/find-charts.ts';
import { chartYaml, workspaceWith } from './support/workspace.ts';

const chart = chartYaml('x');
const workspace = workspaceWith({
  'charts/web/Chart.yaml': chart,
  'charts/web/charts/db/Chart.yaml': chart,
  'charts/web/charts/db/charts/log/Chart.yaml': chart,
  'charts/web/extra/Chart.yaml': chart,
  'charts/api/Chart.yaml': chart,
  'charts/README.md': 'x',
  'node_modules/x/Chart.yaml': chart,
  'tools/node_modules/x/Chart.yaml': chart,
  'one/Chart.yml': chart,
});
const outside = workspaceWith({ 'lost/Chart.yaml': chart });
symlinkSync(`${outside}/lost`, `${workspace}/linked`);

const all = ['charts/api', 'charts/web', 'charts/web/extra'];

test.each<[string, readonly string[], readonly string[]]>([
  ['the default', ['**/Chart.yaml'], all],
  ['a folder that is a chart', ['charts/web'], ['charts/web']],
  ['a folder with a slash', ['./charts/web/'], ['charts/web']],
  ['a folder of charts', ['charts'], all],
  ['a glob of folders', ['charts/*'], ['charts/api', 'charts/web']],
  ['a glob that ends in a slash', ['charts/*/'], ['charts/api', 'charts/web']],
  ['braces', ['charts/{api,web}/Chart.yaml'], ['charts/api', 'charts/web']],
  ['a Chart.yaml', ['charts/api/Chart.yaml'], ['charts/api']],
  ['the same chart by several globs', ['charts/api', 'charts/*', '**/Chart.yaml'], all],
  ['a vendored chart by its name', ['charts/web/charts/db'], []],
  ['charts of npm packages', ['node_modules/*', 'tools/**/Chart.yaml'], []],
  ['a link that leaves the workspace', ['linked', 'link*'], []],
  ['a folder outside', ['../lost', `${outside}/lost`], []],
  ['what is not there', ['nothing', 'no*'], []],
  ['files that are no charts', ['charts/README.md', 'one/*'], []],
])('%s', (_, globs, expected) => {
  expect(findCharts(globs, workspace)).toEqual(expected);
});

test('a workspace that is a chart has the folder "."', () => {
  const root = workspaceWith({
    'Chart.yaml': chart,
    'charts/db/Chart.yaml': chart,
    'examples/web/Chart.yaml': chart,
  });
  mkdirSync(`${root}/.git`);
  expect(findCharts(['**/Chart.yaml'], root)).toEqual(['.', 'examples/web']);
  expect(findCharts(['.'], root)).toEqual(['.']);
});
