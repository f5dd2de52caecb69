import { expect, test } from '@jest/globals';
import { checkDependencies } from '../../src/checks/dependencies.ts';
import type { Finding } from '../../src/finding.ts';
import { loaded } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { chartYaml, workspaceWith } from '../charts/support/workspace.ts';
import { placesOf } from './found.ts';

function check(workspace: string): readonly Finding[] {
  return checkDependencies(loaded(workspace, 'shop'), []);
}

function shopOn(...dependencies: readonly string[]): Record<string, string> {
  const lines = dependencies.map((dependency) => `  - ${dependency}`);
  return { 'shop/Chart.yaml': chartYaml('shop', 'dependencies:', ...lines) };
}

const db = { 'db/Chart.yaml': chartYaml('db') };

test.each<[string, Record<string, string>]>([
  ['by file://', { ...db, ...shopOn('{name: db, version: ^1.0.0, repository: file://../db}') }],
  [
    'in charts',
    {
      ...shopOn('{name: db, version: ">=1.0.0, <2.0.0", repository: https://example.test}'),
      'shop/charts/db/Chart.yaml': chartYaml('db'),
    },
  ],
  [
    'by several aliases',
    {
      ...db,
      ...shopOn(
        '{name: db, version: 1.x, repository: file://../db}',
        '{name: db, alias: b, version: 1.x, repository: file://../db}',
      ),
    },
  ],
  [
    'of requirements.yaml',
    {
      'shop/Chart.yaml': 'apiVersion: v1\nname: shop\nversion: 1.0.0\n',
      'shop/requirements.yaml':
        'dependencies:\n  - {name: db, version: 1.x, repository: file://../db}\n',
      ...db,
    },
  ],
])('a dependency that is there %s is clean', (_, files) => {
  expect(check(workspaceWith(files))).toEqual([]);
});

const missing = 'chart/dependency-missing shop/Chart.yaml:6:6';

test.each<[string, Record<string, string>, string, RegExp]>([
  [
    'of a repository',
    shopOn(
      '{name: a, version: 1.x, repository: file://../db}',
      '{name: db, version: 1.x, repository: https://example.test}',
    ),
    missing,
    /is not in the folder charts, and it comes from https:\/\/example.test/,
  ],
  [
    'of a registry',
    shopOn('{name: a}', '{name: db, version: 1.x, repository: oci://example.test}'),
    missing,
    /nothing is fetched here/,
  ],
  [
    'without a repository',
    shopOn('{name: a}', '{name: db, version: 1.x}'),
    missing,
    /it has no repository/,
  ],
  [
    'in a folder that is not there',
    shopOn('{name: a}', '{name: db, version: 1.x, repository: file://../gone}'),
    missing,
    /there is no folder ..\/gone/,
  ],
  [
    'in a folder outside',
    shopOn('{name: a}', '{name: db, version: 1.x, repository: file:///etc}'),
    missing,
    /lies outside the workspace/,
  ],
  [
    'in a folder that is no chart',
    { ...shopOn('{name: a}', '{name: db, version: 1.x, repository: file://..}') },
    missing,
    /has no Chart.yaml/,
  ],
  [
    'in a chart of another name',
    {
      ...shopOn('{name: a}', '{name: db, version: 1.x, repository: file://../data}'),
      'data/Chart.yaml': chartYaml('data'),
    },
    missing,
    /the chart in data is called data/,
  ],
  [
    'in a chart that cannot be loaded',
    {
      ...shopOn('{name: a}', '{name: db, version: 1.x, repository: file://../db}'),
      'db/Chart.yaml': 'name: db\nversion: x\n',
    },
    missing,
    /db\/Chart.yaml:2: the version "x" is not SemVer/,
  ],
  [
    'that is the chart itself',
    shopOn('{name: a}', '{name: shop, version: 1.x, repository: file://.}'),
    missing,
    /in turn/,
  ],
  [
    'in another version',
    { ...db, ...shopOn('{name: a}', '{name: db, version: ^2.0.0, repository: file://../db}') },
    'chart/dependency-version shop/Chart.yaml:6:6',
    /is there as 1.0.0, and Chart.yaml allows \^2.0.0 only/,
  ],
  [
    'with a range that is none',
    { ...db, ...shopOn('{name: a}', '{name: db, version: newest, repository: file://../db}') },
    'chart/wrong-field shop/Chart.yaml:6:6',
    /its version "newest" is not a range/,
  ],
])('a dependency %s', (_, files, place, message) => {
  const workspace = workspaceWith(files);
  const [first, second, ...rest] = check(workspace);
  expect(first?.path).toBe('dependencies.a');
  expect(rest).toEqual([]);
  expect(placesOf(second === undefined ? [] : [second])).toEqual([place]);
  expect(second?.message).toMatch(message);
  expect(runHelm(workspace, 'dependency', 'update', 'shop').isGood).toBe(false);
});

test('a chart that nothing asks for', () => {
  const workspace = workspaceWith({
    ...shopOn('{name: db, version: 1.x, repository: file://../db}'),
    ...db,
    'shop/charts/extra/Chart.yaml': chartYaml('extra'),
  });
  expect(placesOf(check(workspace))).toEqual(['chart/dependency-unlisted shop/Chart.yaml:4:1']);
  expect(runHelm(workspace, 'lint', 'shop').output).toContain('missing these dependencies: extra');
});
