import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadChart } from '../../src/charts/load-chart.ts';
import { readArchive } from '../../src/charts/read-archive.ts';
import { readHelmIgnore } from '../../src/charts/helm-ignore.ts';
import { runHelm } from './support/helm.ts';
import { chartYaml, workspaceWith } from './support/workspace.ts';

const files = [
  'notes.txt',
  'ci/one-values.yaml',
  'ci/deep/two.yaml',
  'files/a.txt',
  'files/b.txt',
  'files/ä.txt',
  'files/[x].txt',
  'docs/notes.txt',
];

test.each([
  [''],
  ['# only a comment\n\n   '],
  ['ci/'],
  ['ci'],
  ['/ci/*.yaml'],
  ['ci/*'],
  ['*.txt'],
  ['/notes.txt'],
  ['files/[ab].txt'],
  ['files/[^ab].txt'],
  ['files/[a-c].txt'],
  ['files/?.txt'],
  [String.raw`files/\[x\].txt`],
  ['notes.txt/'],
  ['!files/*'],
  ['!*.txt\nci/'],
  ['/'],
  [' docs/  \nfiles/a.txt'],
  ['\uFEFFnotes.txt'],
])('%j leaves out what Helm leaves out', (patterns) => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': chartYaml('shop'),
    'shop/templates/web.yaml': 'x: y',
    'shop/.helmignore': patterns,
    ...Object.fromEntries(files.map((file) => [`shop/${file}`, 'x'])),
  });
  const packed = runHelm(workspace, 'package', 'shop');
  const chart = loadChart(workspace, 'shop');
  expect('rule' in chart).toBe(!packed.isGood);
  if ('rule' in chart) expect(chart.message).toBe('shop is not a chart: it has no Chart.yaml');
  else {
    const ours = chart.files.map(({ path }) => path);
    const theirs = readArchive(readFileSync(`${workspace}/shop-1.0.0.tgz`));
    expect(ours.toSorted()).toEqual(theirs.map(({ path }) => path).toSorted());
  }
});

test.each([
  ['a\ncharts/**/x', 2, 'holds **'],
  ['files/[ab', 1, 'bracket'],
])('%j is refused', (text, line, why) => {
  const found = readHelmIgnore(text);
  expect(found).toMatchObject({ line, message: expect.stringContaining(why) });
});

test('hidden files of the templates are always left out', () => {
  const isIgnored = readHelmIgnore('');
  if (typeof isIgnored !== 'function') throw new Error(isIgnored.message);
  expect(isIgnored('templates/.swp', false)).toBe(true);
  expect(isIgnored('templates/web.yaml', false)).toBe(false);
  expect(isIgnored('charts/db/templates/.swp', false)).toBe(false);
});
