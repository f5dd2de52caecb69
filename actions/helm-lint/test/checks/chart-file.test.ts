import { expect, test } from '@jest/globals';
import { checkChartFile } from '../../src/checks/chart-file.ts';
import { loaded } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { workspaceWith } from '../charts/support/workspace.ts';
import { placesOf } from './found.ts';

const head = 'apiVersion: v2\nname: shop\nversion: 1.0.0\nicon: https://example.test/x.png\n';

const complete = `${head}kubeVersion: ">=1.28.0-0 <2.0.0"
appVersion: "1.10"
description: A shop
type: application
keyWords: [shop, 1]
home: https://example.test
sources: [https://example.test/source]
deprecated: false
annotations: {a/b: c, count: 3}
maintainers:
  - name: Ada
    email: ada@example.test
    url: https://example.test
dependencies: []
`;

function check(text: string) {
  const workspace = workspaceWith({
    'shop/Chart.yaml': text,
    'shop/values.yaml': '',
    'shop/templates/_none.tpl': '',
  });
  return { workspace, findings: checkChartFile(loaded(workspace, 'shop'), []) };
}

test('a chart with every field is clean', () => {
  const { workspace, findings } = check(complete);
  expect(findings).toEqual([]);
  expect(runHelm(workspace, 'lint', 'shop', '--strict')).toMatchObject({ isGood: true });
});

/** Whether `helm lint --strict` finds something too. */
type ByHelm = boolean;

test.each<[string, string, string, string, ByHelm]>([
  [
    'an unknown field',
    `${head}appVersions: "1"`,
    'chart/unknown-field :5:1',
    'Write appVersion',
    true,
  ],
  [
    'an unknown field far from any',
    `${head}xyzzy: 1`,
    'chart/unknown-field :5:1',
    'Remove it, or make it an annotation',
    true,
  ],
  [
    'an unknown field of a maintainer',
    `${head}maintainers:\n  - name: A\n    mail: b`,
    'chart/unknown-field :7:5',
    'Write email',
    true,
  ],
  [
    'an unknown field of a dependency',
    `${head}dependencies:\n  - name: a\n    conditions: b`,
    'chart/unknown-field :7:5',
    'Write condition',
    true,
  ],
  [
    'appVersion as a number',
    `${head}appVersion: 1.10`,
    'chart/wrong-field :5:1',
    'Write it in quotes',
    true,
  ],
  [
    'a version as a number',
    head.replace('1.0.0', '1.0'),
    'chart/wrong-field :3:1',
    'Write it in quotes',
    true,
  ],
  [
    'a version of two numbers',
    head.replace('1.0.0', '"1.0"'),
    'chart/version-not-semver :3:1',
    'Write three numbers without v: 1.2.3',
    true,
  ],
  [
    'a version with v',
    head.replace('1.0.0', 'v1.0.0'),
    'chart/version-not-semver :3:1',
    'Write three numbers without v: 1.2.3',
    true,
  ],
  [
    'no apiVersion',
    head.replace('apiVersion: v2\n', ''),
    'chart/wrong-field :1:1',
    'Write apiVersion: v2',
    true,
  ],
  [
    'another apiVersion',
    head.replace('v2', 'v3'),
    'chart/wrong-field :1:1',
    'Write apiVersion: v2',
    true,
  ],
  [
    'a type in v1',
    `${head.replace('v2', 'v1')}type: application`,
    'chart/wrong-field :5:1',
    'Write apiVersion: v2',
    true,
  ],
  [
    'dependencies in v1',
    `${head.replace('v2', 'v1')}dependencies: []`,
    'chart/wrong-field :5:1',
    'Write apiVersion: v2',
    false,
  ],
  [
    'a maintainer without name',
    `${head}maintainers:\n  - email: a@example.test`,
    'chart/wrong-field :6:5',
    'Give the maintainer a name',
    true,
  ],
  [
    'an icon that is a path',
    head.replace('https://example.test/', './'),
    'chart/wrong-field :4:1',
    'Write it with its scheme: https://…',
    true,
  ],
  [
    'a source that is none',
    `${head}sources:\n  - example`,
    'chart/wrong-field :6:5',
    'Write it with its scheme: https://…',
    true,
  ],
  [
    'a range that is none',
    `${head}kubeVersion: newest`,
    'chart/wrong-field :5:1',
    'Write it like ">=1.28.0-0"',
    false,
  ],
  [
    'a key twice',
    `${head}description: a\ndescription: b`,
    'chart/duplicate-key :6:1',
    'Remove one of them',
    true,
  ],
])('%s', (_, text, expected, hint, byHelm) => {
  const { workspace, findings } = check(text);
  expect(placesOf(findings)).toEqual([expected.replace(' :', ' shop/Chart.yaml:')]);
  expect(findings[0]?.hint).toBe(hint);
  expect(!runHelm(workspace, 'lint', 'shop', '--strict').isGood).toBe(byHelm);
});

test('all mistakes are found at once', () => {
  const { findings } = check(`${head}appVersion: 2\nkeyword: [a]\ndeprecated: maybe\nicon: ''\n`);
  expect(placesOf(findings)).toEqual([
    'chart/duplicate-key shop/Chart.yaml:8:1',
    'chart/wrong-field shop/Chart.yaml:5:1',
    'chart/unknown-field shop/Chart.yaml:6:1',
    'chart/wrong-field shop/Chart.yaml:7:1',
  ]);
});
