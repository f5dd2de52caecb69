import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HelmBench, chartFile, configMap, shown } from './support.ts';
import type { Files } from './support.ts';

const defineX = (body: string): string => `{{- define "x" }}\n${body}\n{{- end }}\n`;
const includeX = 'a: 1\nb: {{ include "x" . }}\n';

/** One broken template each; every chart has a good one besides. */
const cases: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'an if that is empty',
    { 'templates/a.yaml': 'a: 1\nb: {{ if }}\n' },
    ['template/parse-error a.yaml:2'],
  ],
  [
    'a function that is not known',
    { 'templates/a.yaml': 'a: {{ 1 | nosuch }}\n' },
    ['template/parse-error a.yaml:1'],
  ],
  [
    'an if without end',
    { 'templates/a.yaml': 'a: 1\n{{ if .Values.x }}\nb: 2\nc: 3\n' },
    ['template/parse-error a.yaml:2'],
  ],
  [
    'an action that is not closed',
    { 'templates/_h.tpl': 'text\n{{ define "x" }}x{{ end\n' },
    ['template/parse-error _h.tpl:2'],
  ],
  [
    'an end too many',
    { 'templates/a.yaml': 'a: 1\nb: {{ end }}\n' },
    ['template/parse-error a.yaml:2'],
  ],
  [
    'a field of nothing',
    { 'templates/a.yaml': 'a: 1\nb: {{ .Values.x.y.z }}\n' },
    ['template/execution-error a.yaml:2'],
  ],
  [
    'a field of nothing in a helper',
    { 'templates/a.yaml': includeX, 'templates/_h.tpl': defineX('{{ .Values.x.y }}') },
    ['template/execution-error _h.tpl:2'],
  ],
  [
    'an argument of the wrong type',
    { 'templates/a.yaml': 'a: 1\nb: {{ b64enc 1 }}\n' },
    ['template/execution-error a.yaml:2'],
  ],
  [
    'a range over text',
    { 'templates/a.yaml': '{{ range "abc" }}\nb: 1\n{{ end }}\n' },
    ['template/execution-error a.yaml:1'],
  ],
  [
    'an error of a function',
    { 'templates/a.yaml': 'a: 1\n\nb: {{ mustToDate "x" "y" }}\n' },
    ['template/execution-error a.yaml:3'],
  ],
  [
    'a template that nobody defines',
    { 'templates/a.yaml': 'a: 1\nb: {{ include "shop.lables" . }}\n' },
    ['template/unknown-include a.yaml:2'],
  ],
  [
    'the same by template',
    { 'templates/a.yaml': 'a: 1\nb: {{ template "shop.lables" . }}\n' },
    ['template/unknown-include a.yaml:2'],
  ],
  [
    'an error in the text of tpl',
    { 'templates/a.yaml': 'a: 1\nb: {{ tpl "{{ .Values.x.y.z }}" . }}\n' },
    ['template/execution-error a.yaml:2'],
  ],
  [
    'a text of tpl that cannot be read',
    { 'templates/a.yaml': 'a: 1\nb: {{ tpl "{{ if }}" . }}\n' },
    ['template/execution-error a.yaml:2'],
  ],
  [
    'a required value',
    { 'templates/a.yaml': 'a: 1\nb: {{ required "give x, please" .Values.x }}\n' },
    ['template/required a.yaml:2'],
  ],
  [
    'a required value in a pipe',
    { 'templates/a.yaml': 'a: 1\nb: {{ .Values.x\n  | required "give x" }}\n' },
    ['template/required a.yaml:2'],
  ],
  [
    'a required value in a helper',
    {
      'templates/a.yaml': includeX,
      'templates/_h.tpl': defineX('{{ required "give it" .Values.x }}'),
    },
    ['template/required _h.tpl:2'],
  ],
  [
    'a fail',
    { 'templates/a.yaml': 'a: 1\n{{ if true }}\n{{ fail "no way\\nsecond: line" }}\n{{ end }}\n' },
    ['template/fail a.yaml:3'],
  ],
  [
    'a fail with a format in a helper',
    {
      'templates/a.yaml': includeX,
      'templates/_h.tpl': defineX('{{ fail (printf "no such mode: %s" "on") }}'),
    },
    ['template/fail _h.tpl:2'],
  ],
  [
    'a template that includes itself',
    { 'templates/a.yaml': includeX, 'templates/_h.tpl': defineX('a\n{{ include "x" . }}') },
    ['template/execution-error _h.tpl:3'],
  ],
  [
    'a line indented too far',
    {
      'templates/a.yaml':
        '# text\n{{- $x := 1 }}\nkind: Pod\nmetadata:\n  name: a\n   labels: {}\n',
    },
    ['template/invalid-yaml a.yaml:6'],
  ],
  [
    'a tab',
    { 'templates/a.yaml': 'kind: Pod\n---\nmetadata:\n\tname: a\n' },
    ['template/invalid-yaml a.yaml:4'],
  ],
  [
    'values that break the line',
    { 'templates/a.yaml': 'kind: Pod\nmetadata:\n  name: {{ "a: b" }}\n' },
    ['template/invalid-yaml a.yaml:3'],
  ],
  [
    'what is included with too much indentation',
    {
      'templates/a.yaml':
        'metadata:\n  labels:\n    a: b\n{{ include "x" . | indent 5 }}\n    e: f\n',
      'templates/_h.tpl': '{{ define "x" }}c: d{{ end }}',
    },
    ['template/invalid-yaml a.yaml:4'],
  ],
  [
    'what a helper indents too far',
    {
      'templates/a.yaml': 'metadata:\n  labels:\n    {{- include "x" . | nindent 4 }}\n',
      'templates/_h.tpl': '{{ define "x" -}}\na: b\n  c: d\n{{- end }}',
    },
    ['template/invalid-yaml _h.tpl:3'],
  ],
  [
    'values with too much indentation',
    {
      'values.yaml': 'labels: {c: d, e: f}\n',
      'templates/a.yaml':
        'metadata:\n  labels:\n    a: b\n    {{- toYaml .Values.labels | nindent 5 }}\n    g: h\n',
    },
    ['template/invalid-yaml a.yaml:4'],
  ],
  [
    'a quote that is not closed',
    { 'templates/a.yaml': 'metadata:\n  a: "b"\n  name: "c\nspec:\n  a: b\n' },
    ['template/invalid-yaml a.yaml:3'],
  ],
  [
    'one round of a range',
    {
      'values.yaml': 'all: [a, "b: c", d]\n',
      'templates/a.yaml': 'metadata:\n{{- range .Values.all }}\n  x{{ . }}: {{ . }}\n{{- end }}\n',
    },
    ['template/invalid-yaml a.yaml:3'],
  ],
  [
    'a hook that Helm does not know',
    {
      'templates/a.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    "helm.sh/hook": "test, pre-instal"\n',
    },
    ['template/unknown-hook a.yaml:5'],
  ],
  [
    'a list',
    { 'templates/a.yaml': '{{/* list */}}\n- a\n- b\n' },
    ['template/not-an-object a.yaml:2'],
  ],
  ['text', { 'templates/a.yaml': 'just text\n' }, ['template/not-an-object a.yaml:1']],
  [
    'metadata that is text',
    { 'templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: text\n' },
    ['template/invalid-yaml a.yaml:1'],
  ],
  [
    'notes that fail',
    { 'templates/NOTES.txt': 'see\n{{ .Values.x.y.z }}\n' },
    ['template/execution-error NOTES.txt:2'],
  ],
];

describe.each([4, 3] as const)('what Helm %i refuses', (major) => {
  let bench: HelmBench;
  beforeAll(async () => {
    bench = await HelmBench.open(major);
  });
  afterAll(() => bench.close());

  test.each(cases)('%s is found on its line', async (_, files, expected) => {
    const chart = bench.chart('shop', { 'templates/good.yaml': configMap('good'), ...files });
    const { failures, objects } = await bench.render(chart);
    expect(shown(failures)).toEqual(expected.map((each) => each.replace(' ', ' shop/templates/')));
    expect(objects.map(({ object }) => object.metadata.name)).toEqual(['good']);
    expect(failures[0]).toMatchObject({ chart: 'charts/shop', renders: ['defaults'] });
  });

  test('all broken templates are found, and the good ones still rendered', async () => {
    const chart = bench.chart('many', {
      'templates/good.yaml': configMap(
        'good',
        'sum: {{ include (print $.Template.BasePath "/b.yaml") . | sha256sum }}',
      ),
      'templates/a.yaml': 'a: {{ if }}\n',
      'templates/b.yaml': '{{ define "many.name" }}kept{{ end }}a: {{ .Values.x.y }}\n',
      'templates/c.yaml': configMap('{{ include "many.name" . }}'),
      'templates/d.yaml': 'kind: Pod\n x: 1\n',
      'templates/e.yaml': 'kind: Pod\n\tx: 1\n',
      'templates/f.yaml': '{{ nosuch }}',
    });
    const { failures, objects } = await bench.render(chart);
    expect([...shown(failures)].sort()).toEqual([
      'template/execution-error many/templates/b.yaml:1',
      'template/invalid-yaml many/templates/d.yaml:2',
      'template/invalid-yaml many/templates/e.yaml:2',
      'template/parse-error many/templates/a.yaml:1',
      'template/parse-error many/templates/f.yaml:1',
    ]);
    expect(objects.map(({ object }) => object.metadata.name).sort()).toEqual(['good', 'kept']);
  });

  test('what includes a template of a broken file is no fault of its own', async () => {
    const chart = bench.chart('lost', {
      'templates/_a.tpl': '{{ define "lost.a" }}{{ if }}{{ end }}\n',
      'templates/_b.tpl': '{{ define "lost.b" }}{{ include "lost.a" . }}{{ end }}\n',
      'templates/a.yaml': configMap('{{ include "lost.a" . }}'),
      'templates/b.yaml': configMap('{{ include "lost.b" . }}'),
      'templates/c.yaml': configMap('{{ include (printf "lost.%s" "a") . }}'),
      'templates/good.yaml': configMap('good'),
    });
    const { failures, objects } = await bench.render(chart);
    expect(shown(failures)).toEqual(['template/parse-error lost/templates/_a.tpl:1']);
    expect(objects.map(({ object }) => object.metadata.name)).toEqual(['good']);
  });

  test('a line of a helper that several templates include is one finding', async () => {
    const chart = bench.chart('shared', {
      'templates/_h.tpl': defineX('{{ .Values.x.y }}'),
      'templates/a.yaml': includeX,
      'templates/b.yaml': includeX,
    });
    const { failures } = await bench.render(chart);
    expect(shown(failures)).toEqual(['template/execution-error shared/templates/_h.tpl:2']);
    expect(failures[0]?.message).toMatch(
      /, included at charts\/shared\/templates\/[ab]\.yaml:2 and another place$/,
    );
  });

  test('a fault of a subchart is found in its own file, under the parent', async () => {
    const chart = bench.chart('parent', {
      'Chart.yaml': chartFile(
        'parent',
        'dependencies:\n  - {name: db, alias: store, version: 1.0.0}\n',
      ),
      'charts/folder/Chart.yaml': chartFile('db'),
      'charts/folder/templates/db.yaml': 'a: 1\nb: {{ .Values.x.y }}\n',
      'charts/folder/templates/more.yaml': 'a: 1\n b: 2\n',
    });
    const { failures } = await bench.render(chart);
    expect([...shown(failures)].sort()).toEqual([
      'template/execution-error parent/charts/folder/templates/db.yaml:2',
      'template/invalid-yaml parent/charts/folder/templates/more.yaml:2',
    ]);
    expect(failures[0]?.chart).toBe('charts/parent');
  });

  test('the line of an include is in the message of what it gives', async () => {
    const chart = bench.chart('included', {
      'templates/a.yaml': 'metadata:\n  labels:\n    {{- include "x" . | nindent 4 }}\n',
      'templates/_h.tpl': '{{ define "x" -}}\na: b\n  c: d\n{{- end }}',
    });
    const { failures } = await bench.render(chart);
    expect(failures[0]?.message).toMatch(/, included at charts\/included\/templates\/a\.yaml:3$/);
  });

  test('a fault in a packed subchart is told of the archive, with the line in it', async () => {
    bench.chart('db', {
      'templates/db.yaml': 'a: 1\nb: {{ .Values.x.y }}\n',
      'templates/more.yaml': 'a: 1\n b: 2\n',
    });
    bench.chart('packed', { 'charts/.keep': '' });
    const archive = path.join(bench.workspace, 'charts/packed/charts/db-1.0.0.tgz');
    execFileSync('tar', ['-C', path.join(bench.workspace, 'charts'), '-czf', archive, 'db']);
    const { failures, replaced } = await bench.render(bench.load('packed'));
    expect(shown(failures)).toEqual([
      'template/execution-error packed/charts/db-1.0.0.tgz:1',
      'template/invalid-yaml packed/charts/db-1.0.0.tgz:1',
    ]);
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/ \(templates\/db\.yaml:2 in the archive\)$/),
      expect.stringMatching(/ \(templates\/more\.yaml:2 in the archive\)$/),
    ]);
    expect([...replaced.keys()]).toEqual([
      'charts/db-1.0.0.tgz/templates/db.yaml',
      'charts/db-1.0.0.tgz/templates/more.yaml',
    ]);
  });

  test('a subchart whose values are no map is named at its line', async () => {
    const chart = bench.chart('mismatch', {
      'values.yaml': 'a: 1\ndb: none\n',
      'charts/db/Chart.yaml': chartFile('db'),
    });
    const { failures, objects } = await bench.render(chart);
    expect(shown(failures)).toEqual(['helm/failed mismatch/values.yaml:2']);
    expect(objects).toEqual([]);
  });
});
