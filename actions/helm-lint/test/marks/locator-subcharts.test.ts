import { describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pack, renderShop, workspaceWith, type RenderedChart } from './support/rendered-chart.ts';

const database = {
  'Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.2.0\n',
  'values.yaml': 'image: postgres:latest\nsize: 1Gi\nglobal:\n  zone: a\n',
  'templates/db.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Chart.Name }}
spec:
  size: {{ .Values.size }}
  zone: {{ .Values.global.zone }}
  image: {{ .Values.image }}
  labels:
    {{- include "db.labels" . | nindent 4 }}
`,
  'templates/_labels.tpl':
    '{{- define "db.labels" -}}\napp: {{ .Chart.Name }}\ntier: back\n{{- end }}\n',
};

const library = {
  'Chart.yaml': 'apiVersion: v2\nname: common\nversion: 0.3.0\ntype: library\n',
  'templates/_labels.yaml': `{{- define "common.labels" -}}
{{- $name := .Chart.Name | quote -}}
app.kubernetes.io/name: {{ $name }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
`,
};

const parent = {
  'shop/Chart.yaml': `apiVersion: v2
name: shop
version: 1.0.0
dependencies:
  - {name: common, version: 0.3.0, repository: ""}
  - {name: db, version: 1.2.0, repository: "", alias: primary}
  - {name: db, version: 1.2.0, repository: "", alias: second}
`,
  'shop/values.yaml': 'primary:\n  size: 5GB\nlabels:\n  team: x\nglobal:\n  zone: b\n',
  'shop/templates/web.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {{- include "common.labels" . | nindent 4 }}
`,
};

const zone = 'shop/values.yaml:6 (printed at';

describe('of subcharts in folders', () => {
  it.each([
    [
      'StatefulSet/primary',
      ['spec', 'size'],
      'shop/values.yaml:2 (printed at shop/charts/db/templates/db.yaml:6)',
    ],
    [
      'StatefulSet/second',
      ['spec', 'size'],
      'shop/charts/db/values.yaml:2 (printed at shop/charts/db/templates/db.yaml:6)',
    ],
    [
      'StatefulSet/second',
      ['spec', 'image'],
      'shop/charts/db/values.yaml:1 (printed at shop/charts/db/templates/db.yaml:8)',
    ],
    ['StatefulSet/second', ['spec', 'zone'], `${zone} shop/charts/db/templates/db.yaml:7)`],
    ['StatefulSet/primary', ['metadata', 'name'], 'shop/charts/db/templates/db.yaml:4'],
    [
      'StatefulSet/primary',
      ['spec', 'labels', 'tier'],
      'shop/charts/db/templates/_labels.tpl:3 (included at shop/charts/db/templates/db.yaml:10)',
    ],
    [
      'Service/web',
      ['metadata', 'labels', 'app.kubernetes.io/name'],
      'shop/charts/common/templates/_labels.yaml:3 (included at shop/templates/web.yaml:5)',
    ],
    [
      'Service/web',
      ['metadata', 'labels', 'team'],
      'shop/values.yaml:4 (printed at shop/charts/common/templates/_labels.yaml:5)',
    ],
  ] as const)('finds %s %j at %s', async (object, at, where) => {
    rendering ??= renderShop(
      workspaceWith({
        ...parent,
        ...below('shop/charts/db', database),
        ...below('shop/charts/common', library),
      }),
    );
    expect((await rendering).where(object, { path: at })).toBe(where);
  });

  let rendering: Promise<RenderedChart> | undefined;
});

describe('of subcharts in archives', () => {
  const archive = 'shop/charts/db-1.2.0.tgz:1 (printed at charts/db-1.2.0.tgz';
  it.each([
    [
      'StatefulSet/primary',
      ['spec', 'size'],
      'shop/values.yaml:2 (printed at charts/db-1.2.0.tgz/templates/db.yaml:6)',
    ],
    ['StatefulSet/second', ['spec', 'size'], `${archive}/templates/db.yaml:6)`],
    ['StatefulSet/second', ['spec', 'zone'], `${zone} charts/db-1.2.0.tgz/templates/db.yaml:7)`],
    ['StatefulSet/primary', ['spec', 'labels', 'tier'], `${archive}/templates/_labels.tpl:3)`],
    [
      'Service/web',
      ['metadata', 'labels', 'app.kubernetes.io/name'],
      'shop/templates/web.yaml:5 (printed at charts/common-0.3.0.tgz/templates/_labels.yaml:3)',
    ],
  ] as const)('finds %s %j at %s', async (object, at, where) => {
    rendering ??= packed();
    expect((await rendering).where(object, { path: at })).toBe(where);
  });

  let rendering: Promise<RenderedChart> | undefined;

  async function packed(): Promise<RenderedChart> {
    const workspace = workspaceWith({
      ...parent,
      ...below('db', database),
      ...below('common', library),
    });
    for (const folder of ['db', 'common']) {
      await pack(workspace, folder, 'shop/charts');
      rmSync(path.join(workspace, folder), { recursive: true });
    }
    return renderShop(workspace);
  }
});

describe('of dependencies by file://', () => {
  it('finds the place where the chart really lies', async () => {
    const rendered = await renderShop(
      workspaceWith({
        ...parent,
        'shop/Chart.yaml':
          'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - {name: common, version: 0.3.0, repository: "file://../lib/common"}\n',
        ...below('lib/common', library),
      }),
    );
    expect(
      rendered.where('Service/web', { path: ['metadata', 'labels', 'app.kubernetes.io/name'] }),
    ).toBe('lib/common/templates/_labels.yaml:3 (included at shop/templates/web.yaml:5)');
  });
});

function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]),
  );
}
