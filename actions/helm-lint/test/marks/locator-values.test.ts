import { describe, expect, it } from '@jest/globals';
import { renderShop, workspaceWith, type Files } from './support/rendered-chart.ts';

const files: Files = {
  'shop/Chart.yaml':
    'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - {name: db, version: 1.0.0, repository: ""}\n',
  'shop/.helmignore': 'ci/\n',
  'shop/values.yaml': 'a: 1\nb: 2\nmap: {p: 1, q: 2}\nempty: {}\n',
  'shop/ci/one-values.yaml': '# one\na: 10\nmap:\n  q: 20\ndb:\n  size: 5\nglobal:\n  zone: b\n',
  'shop/ci/two-values.yaml': 'c: 30\n\na: 100\n',
  'shared.yaml': 'b: 200\n',
  'shop/templates/web.yaml': `apiVersion: v1
kind: Thing
metadata: {name: it}
spec:
  a: {{ .Values.a }}
  b: {{ .Values.b }}
  c: {{ .Values.c | default "none" }}
  map: {{- toYaml .Values.map | nindent 4 }}
  empty: {{ toYaml .Values.empty }}
`,
  'shop/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'shop/charts/db/values.yaml': 'size: 1\nkept: true\nglobal: {zone: a}\n',
  'shop/charts/db/templates/db.yaml': `apiVersion: v1
kind: Store
metadata: {name: db}
spec:
  size: {{ .Values.size }}
  kept: {{ .Values.kept }}
  zone: {{ .Values.global.zone }}
`,
};

const one = 'ci/one-values.yaml';
const two = 'ci/two-values.yaml';

describe('of values files', () => {
  it.each([
    [[], 'Thing/it', ['a'], 'value', 'shop/values.yaml:1'],
    [[one], 'Thing/it', ['a'], 'value', 'shop/ci/one-values.yaml:2'],
    [[one, two], 'Thing/it', ['a'], 'value', 'shop/ci/two-values.yaml:3'],
    [[two, one], 'Thing/it', ['a'], 'value', 'shop/ci/one-values.yaml:2'],
    [['values.yaml', one], 'Thing/it', ['b'], 'value', 'shop/values.yaml:2'],
    [[one, '../shared.yaml'], 'Thing/it', ['b'], 'value', 'shared.yaml:1'],
    [[two], 'Thing/it', ['c'], 'value', 'shop/ci/two-values.yaml:1'],
    [[one], 'Thing/it', ['c'], 'value', 'shop/templates/web.yaml:7'],
    [[one], 'Thing/it', ['map', 'p'], 'value', 'shop/values.yaml:3'],
    [[one], 'Thing/it', ['map', 'q'], 'value', 'shop/ci/one-values.yaml:4'],
    [[one], 'Thing/it', ['map', 'q'], 'key', 'shop/ci/one-values.yaml:4'],
    [[], 'Thing/it', ['empty', 'limits'], 'missing', 'shop/values.yaml:4'],
    [[], 'Store/db', ['size'], 'value', 'shop/charts/db/values.yaml:1'],
    [[one], 'Store/db', ['size'], 'value', 'shop/ci/one-values.yaml:6'],
    [[one], 'Store/db', ['kept'], 'value', 'shop/charts/db/values.yaml:2'],
    [[one], 'Store/db', ['zone'], 'value', 'shop/ci/one-values.yaml:8'],
    [[two], 'Store/db', ['zone'], 'value', 'shop/charts/db/values.yaml:3'],
  ] as const)('given as %j finds %s %j (%s) at %s', async (set, object, path, about, where) => {
    workspace ??= workspaceWith(files);
    const rendered = await renderShop(workspace, { set: { name: set.join(), files: set } });
    const found = rendered.locate(object, { path: ['spec', ...path], about });
    expect([`${found.file}:${found.line}`, found.isExact]).toEqual([where, true]);
  });

  let workspace: string | undefined;
});
