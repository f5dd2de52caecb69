import { describe, expect, it } from '@jest/globals';
import { openLocator } from '../../src/marks/locator.ts';
import type { RenderedProblem } from '../../src/rendered-object.ts';
import { defaults, renderShop, shopOf, workspaceWith } from './support/rendered-chart.ts';

const files = {
  'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'shop/crds/thing.yaml':
    'kind: A\nmetadata: {name: a}\n---\napiVersion: v1\nkind: B\nmetadata:\n  name: b\nspec:\n  size: 1\n',
  'shop/templates/plain.yaml':
    'apiVersion: v1\nkind: Plain\nmetadata:\n  name: plain\ndata:\n  one: 1\n',
  'shop/templates/web.yaml': `apiVersion: v1
kind: Thing
metadata:
  name: {{ .Chart.Name }}
spec:
  same: 1
  size: {{ add 1 2 }}
  inner:
    same: {{ add 2 3 }}
  {{- include "more" . | nindent 2 }}
`,
  'shop/templates/_more.tpl': '{{ define "more" }}more: 1{{ end }}',
};

describe('without marks', () => {
  it.each([
    [
      'the only line that reads the same',
      'Thing/shop',
      ['spec', 'same'],
      'shop/templates/web.yaml:6:3',
      false,
    ],
    [
      'the only line with the key',
      'Thing/shop',
      ['spec', 'size'],
      'shop/templates/web.yaml:7:3',
      false,
    ],
    ['the key of a map', 'Thing/shop', ['spec', 'inner'], 'shop/templates/web.yaml:8:3', false],
    [
      'the first line, where two have the key',
      'Thing/shop',
      ['spec', 'inner', 'same'],
      'shop/templates/web.yaml:1:1',
      false,
    ],
    [
      'the first line, where none has the key',
      'Thing/shop',
      ['spec', 'more'],
      'shop/templates/web.yaml:1:1',
      false,
    ],
    [
      'the true line of a template without actions',
      'Plain/plain',
      ['data', 'one'],
      'shop/templates/plain.yaml:6:8',
      true,
    ],
  ] as const)('gives %s', async (_, name, path, where, isExact) => {
    const { chart, truth, objects } = await renderShop(workspaceWith(files));
    const locator = openLocator({ chart, set: defaults, truth });
    const subject = objects.find(({ object }) => `${object.kind}/${object.metadata.name}` === name);
    const found = subject && locator.locate(problemOf(subject, path));
    expect([`${found?.file}:${found?.line}:${found?.column}`, found?.isExact]).toEqual([
      where,
      isExact,
    ]);
  });

  it('finds the lines of CRDs, and Chart.yaml for what is no file of the chart', () => {
    const locator = openLocator({ chart: shopOf(workspaceWith(files)), set: defaults, truth: '' });
    const object = { apiVersion: 'v1', kind: 'B', metadata: { name: 'b' }, spec: { size: 1 } };
    const subject = { object, document: 1, base: [], isHook: false, isTest: false };
    const places = [
      'shop/crds/thing.yaml',
      'shop/templates/gone.yaml',
      'shop/charts/gone/templates/a.yaml',
    ].map((source) => locator.locate(problemOf({ ...subject, source }, ['spec', 'size'])));
    expect(places.map(({ file, line, isExact }) => [file, line, isExact])).toEqual([
      ['shop/crds/thing.yaml', 9, true],
      ['shop/Chart.yaml', 1, false],
      ['shop/Chart.yaml', 1, false],
    ]);
  });
});

describe('with marks that change what is rendered', () => {
  it.each([
    [true, ['extra'], 7, false],
    [true, ['other', 'same'], 4, false],
    [true, ['more'], 2, true],
    [false, ['extra'], 7, true],
    [false, ['other', 'same'], 9, true],
  ])('tells a guess (named templates marked: %s) of %j', async (defines, at, line, isExact) => {
    workspace ??= workspaceWith({
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'shop/templates/web.yaml': `apiVersion: v1
kind: Thing
metadata: {name: it}
spec:
  {{- include "more" . | nindent 2 }}
  {{- if (include (print "mo" "re") . | fromYaml).more }}
  extra: 1
  other:
    same: {{ 1 }}
    list: [{same: 2}]
  {{- end }}
  same: {{ 2 }}
`,
      'shop/templates/_more.tpl': '{{ define "more" -}}\nmore: 1\n{{- end }}',
    });
    const rendered = await renderShop(workspace, { defines });
    const found = rendered.locate('Thing/it', { path: ['spec', ...at] });
    expect([found.line, found.isExact]).toEqual([line, isExact]);
  });

  let workspace: string | undefined;
});

function problemOf(
  subject: RenderedProblem['subject'],
  path: RenderedProblem['path'],
): RenderedProblem {
  return {
    rule: 'policy/any',
    severity: 'error',
    subject,
    path,
    about: 'value',
    message: '',
    hint: '',
  };
}
