import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { LoadedChart } from '../../src/loaded-chart.ts';
import { runHelm } from './support/helm.ts';
import { loaded, unloadable } from './support/loaded.ts';
import { chartYaml, workspaceWith } from './support/workspace.ts';

describe('a chart that Helm cannot load is one finding', () => {
  const valid = { 'shop/Chart.yaml': chartYaml('shop') };
  test.each<[string, Record<string, string>, string, RegExp]>([
    ['no name', { 'shop/Chart.yaml': 'version: 1.0.0\n' }, 'shop/Chart.yaml:1', /has no name/],
    ['a bad name', { 'shop/Chart.yaml': chartYaml('a/b') }, 'shop/Chart.yaml:2', /cannot be/],
    ['no version', { 'shop/Chart.yaml': 'name: shop\n' }, 'shop/Chart.yaml:1', /has no version/],
    [
      'a version that is none',
      { 'shop/Chart.yaml': 'name: shop\nversion: newest\n' },
      'shop/Chart.yaml:2',
      /is not SemVer/,
    ],
    [
      'a name that is a map',
      { 'shop/Chart.yaml': 'name: {a: b}\nversion: 1.0.0\n' },
      'shop/Chart.yaml:1',
      /name is a map/,
    ],
    [
      'an unknown type',
      { 'shop/Chart.yaml': chartYaml('shop', 'type: app') },
      'shop/Chart.yaml:4',
      /not known/,
    ],
    [
      'broken YAML',
      { 'shop/Chart.yaml': 'name: shop\nversion: "1.0.0\n' },
      'shop/Chart.yaml:2',
      /not valid YAML/,
    ],
    ['a list', { 'shop/Chart.yaml': '- name: shop\n' }, 'shop/Chart.yaml:1', /is a list/],
    [
      'two dependencies of one name',
      {
        'shop/Chart.yaml': chartYaml(
          'shop',
          'dependencies:',
          '  - {name: db, version: 1.0.0}',
          '  - {name: other, alias: db, version: 1.0.0}',
        ),
      },
      'shop/Chart.yaml:6',
      /two dependencies are called db/,
    ],
    [
      'an alias with a dot',
      { 'shop/Chart.yaml': chartYaml('shop', 'dependencies:', '  - {name: db, alias: a.b}') },
      'shop/Chart.yaml:5',
      /alias/,
    ],
    [
      'broken values',
      { ...valid, 'shop/values.yaml': 'a: 1\nb: [\n' },
      'shop/values.yaml:2',
      /values.yaml is not valid YAML/,
    ],
    [
      'values that are a list',
      { ...valid, 'shop/values.yaml': '# values\n- a\n' },
      'shop/values.yaml:2',
      /not a map/,
    ],
    [
      'a broken lock',
      { ...valid, 'shop/Chart.lock': 'digest: [\n' },
      'shop/Chart.lock:1',
      /Chart.lock is not valid YAML/,
    ],
    [
      'a pattern that Helm refuses',
      { ...valid, 'shop/.helmignore': '*.bak\n**/x\n' },
      'shop/.helmignore:2',
      /holds \*\*/,
    ],
    [
      'a file in charts that is no chart',
      { ...valid, 'shop/charts/README.md': 'x' },
      'shop/Chart.yaml:1',
      /charts\/README.md is not a chart/,
    ],
    [
      'a folder in charts that is no chart',
      { ...valid, 'shop/charts/db/values.yaml': 'a: 1' },
      'shop/Chart.yaml:1',
      /charts\/db is not a chart/,
    ],
    [
      'an archive that is none',
      { ...valid, 'shop/charts/db-1.0.0.tgz': 'x' },
      'shop/charts/db-1.0.0.tgz:1',
      /not a gzip archive/,
    ],
    [
      'a broken subchart',
      { ...valid, 'shop/charts/db/Chart.yaml': 'name: db\nversion: x\n' },
      'shop/charts/db/Chart.yaml:2',
      /is not SemVer/,
    ],
  ])('%s', (_, files, place, message) => {
    const workspace = workspaceWith(files);
    const finding = unloadable(workspace, 'shop');
    expect(`${finding.file}:${finding.line}`).toBe(place);
    expect(finding).toMatchObject({ chart: 'shop', severity: 'error', renders: [] });
    expect(finding.message).toMatch(message);
    expect(runHelm(workspace, 'template', 'shop').isGood).toBe(false);
  });

  test('a link that leaves the workspace', () => {
    const outside = workspaceWith({ 'secret.txt': 'x' });
    const workspace = workspaceWith(valid);
    symlinkSync(`${outside}/secret.txt`, `${workspace}/shop/secret.txt`);
    expect(unloadable(workspace, 'shop').message).toMatch(
      /secret.txt: it is a link to a place out/,
    );
  });

  test('a link to a folder above', () => {
    const workspace = workspaceWith(valid);
    symlinkSync(workspace, `${workspace}/shop/all`);
    expect(unloadable(workspace, 'shop').message).toMatch(/it is a link to a folder above it/);
  });

  test('a fault inside a packed chart stands at its archive', () => {
    const workspace = workspaceWith({ ...valid, 'db/Chart.yaml': 'name: db\nversion: x\n' });
    mkdirSync(`${workspace}/shop/charts`);
    execFileSync('tar', ['-czf', 'shop/charts/db-1.0.0.tgz', 'db'], { cwd: workspace });
    expect(unloadable(workspace, 'shop')).toMatchObject({
      file: 'shop/charts/db-1.0.0.tgz',
      line: 1,
      message: 'the version "x" is not SemVer (line 2 in Chart.yaml of the packed chart)',
    });
  });
});

describe('what Helm takes is loaded', () => {
  test.each<[string, Record<string, string>]>([
    ['a version that is a number', { 'shop/Chart.yaml': 'name: shop\nversion: 1.0\n' }],
    ['a version with v', { 'shop/Chart.yaml': 'name: shop\nversion: v1.2\n' }],
    ['keys that stand twice', { 'shop/Chart.yaml': chartYaml('other', 'name: shop') }],
    ['empty values', { 'shop/Chart.yaml': chartYaml('shop'), 'shop/values.yaml': '# none\n' }],
    [
      'values of several documents',
      { 'shop/Chart.yaml': chartYaml('shop'), 'shop/values.yaml': 'a: 1\n---\nb: 2\n' },
    ],
    [
      'a large number',
      { 'shop/Chart.yaml': chartYaml('shop'), 'shop/values.yaml': 'a: 12345678901234567890\n' },
    ],
    [
      'hidden entries of charts',
      {
        'shop/Chart.yaml': chartYaml('shop'),
        'shop/charts/.keep': '',
        'shop/charts/_old/x': '',
        'shop/charts/db-1.0.0.tgz.prov': '',
      },
    ],
  ])('%s', (_, files) => {
    const workspace = workspaceWith(files);
    expect(loaded(workspace, 'shop').name).toBe('shop');
    const { isGood, error } = runHelm(workspace, 'template', 'shop');
    expect({ isGood, error: isGood ? '' : error }).toEqual({ isGood: true, error: '' });
  });
});

describe('subcharts', () => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': chartYaml(
      'shop',
      'dependencies:',
      '  - {name: db, version: 1.x, repository: "file://../db"}',
      '  - {name: db, alias: second, version: 1.x, repository: "file://../db"}',
      '  - {name: packed, version: 1.x, repository: "https://example.test"}',
      '  - {name: gone, version: 1.x, repository: "file://../gone"}',
    ),
    'shop/charts/folder/Chart.yaml': chartYaml('own-name', 'type: library'),
    'shop/charts/folder/templates/_x.tpl': '{{/* x */}}',
    'db/Chart.yaml': chartYaml(
      'db',
      'dependencies:',
      '  - {name: base, version: 1.x, repository: "file://../base"}',
      '  - {name: shop, version: 1.x, repository: "file://../shop"}',
    ),
    'db/values.yaml': 'a: 1\n',
    'base/Chart.yaml': chartYaml('base'),
    'packed/Chart.yaml': chartYaml('packed'),
    'packed/charts/inner/Chart.yaml': chartYaml('inner'),
    'packed/charts/inner/values.yaml': 'deep: true\n',
  });
  runHelm(workspace, 'package', 'packed', '-d', 'shop/charts');
  symlinkSync(`${workspace}/base`, `${workspace}/shop/charts/linked`);
  const shop = loaded(workspace, 'shop');
  const find = (name: string) => shop.subcharts.find((each) => each.chart.name === name);

  test('in folders, archives and by file:// are found, each once', () => {
    const shown = (chart: LoadedChart): readonly unknown[] =>
      chart.subcharts.map((each) => [each.path, each.chart.folder, ...shown(each.chart)]);
    expect(shown(shop)).toEqual([
      ['charts/folder', 'shop/charts/folder'],
      ['charts/linked', 'base'],
      [
        'charts/packed-1.0.0.tgz',
        'shop/charts/packed-1.0.0.tgz',
        ['charts/inner', 'shop/charts/packed-1.0.0.tgz/charts/inner'],
      ],
      ['charts/db', 'db', ['charts/base', 'base']],
    ]);
  });

  test('have their files, without those of their subcharts', () => {
    expect(find('own-name')?.chart).toMatchObject({ isLibrary: true });
    expect(find('packed')).toMatchObject({ isArchive: true });
    const inner = find('packed')?.chart.subcharts[0]?.chart;
    expect(inner?.files.find(({ path }) => path === 'values.yaml')?.text).toBe('deep: true\n');
    expect(find('packed')?.chart.files.map(({ path }) => path)).toEqual(['Chart.yaml']);
  });
});

test('a byte order mark is dropped, and the text of a binary file is empty', () => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': `\uFEFF${chartYaml('shop')}`,
    'shop/logo.png': Buffer.from([0x89, 0x50, 0, 1]),
  });
  const { files } = loaded(workspace, 'shop');
  expect(files).toEqual([
    { path: 'Chart.yaml', text: chartYaml('shop') },
    { path: 'logo.png', text: '' },
  ]);
});
