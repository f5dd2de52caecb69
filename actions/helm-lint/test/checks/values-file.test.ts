import { expect, test } from '@jest/globals';
import { checkValuesFiles } from '../../src/checks/values-file.ts';
import { loaded, setsOf } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { chartYaml, workspaceWith } from '../charts/support/workspace.ts';
import { placesOf } from './found.ts';

const doubled = 'image:\n  tag: v1\n  tag: v2\nlist:\n  - a: 1\n    a: 2\nimage: {}\n';

test('every values file is checked, and names the renders that take it', () => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': chartYaml('shop'),
    'shop/values.yaml': doubled,
    'shop/ci/a-values.yaml': 'a: 1\n b: 2\n',
    'shop/ci/b-values.yaml': 'id: 9007199254740993\n',
    'shop/charts/db/Chart.yaml': chartYaml('db'),
    'shop/charts/db/values.yaml': 'x: 1\nx: 2\n',
    'packed/Chart.yaml': chartYaml('packed'),
    'packed/values.yaml': 'x: 1\nx: 2\n',
    'env/prod.yaml': '- a\n',
  });
  runHelm(workspace, 'package', 'packed', '-d', 'shop/charts');
  const chart = loaded(workspace, 'shop');
  const sets = setsOf(chart, ['ci/b-values.yaml,../env/prod.yaml']);
  const findings = checkValuesFiles(chart, sets);
  expect(placesOf(findings)).toEqual([
    'values/duplicate-key shop/values.yaml:3:3',
    'values/duplicate-key shop/values.yaml:6:5',
    'values/duplicate-key shop/values.yaml:7:1',
    'values/duplicate-key shop/charts/db/values.yaml:2:1',
    'values/unreadable shop/ci/a-values.yaml:2:1',
    'values/large-number shop/ci/b-values.yaml:1:1',
    'values/unreadable env/prod.yaml:1:1',
  ]);
  const both = ['ci/b-values.yaml', 'ci/b-values.yaml,../env/prod.yaml'];
  expect(findings.map(({ renders }) => renders).slice(4)).toEqual([
    ['ci/a-values.yaml'],
    both,
    [both[1]],
  ]);
  expect(findings[0]).toMatchObject({
    path: 'image.tag',
    message: 'stands in line 2 already, and Helm takes the last one',
  });
  expect(findings[5]?.message).toBe('the number 9007199254740993 is too large to be kept exactly');
});

test.each([
  ['nothing', ''],
  ['a comment', '# none\n'],
  ['merge keys', 'a: &a {x: 1}\nb: &b {y: 1}\nc:\n  <<: *a\n  <<: *b\n'],
  ['several documents', 'a: 1\n---\na: 2\n'],
  ['equal keys of different maps', 'a: {x: 1}\nb: {x: 1}\n'],
  ['all kinds of scalars', 'a: yes\nb: 0644\nc: 1.5e3\nd: ~\ne: 2026-11-21\nf: 9007199254740991\n'],
])('%s is clean', (_, text) => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': chartYaml('shop'),
    'shop/values.yaml': text,
    'shop/ci/a-values.yaml': text,
  });
  const chart = loaded(workspace, 'shop');
  expect(checkValuesFiles(chart, setsOf(chart))).toEqual([]);
  expect(runHelm(workspace, 'template', 'shop', '-f', 'shop/ci/a-values.yaml').isGood).toBe(true);
});
