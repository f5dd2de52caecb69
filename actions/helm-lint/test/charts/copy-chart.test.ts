import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { copyChart, needsCopy } from '../../src/charts/copy-chart.ts';
import { runHelm } from './support/helm.ts';
import { loaded } from './support/loaded.ts';
import { chartYaml, printing, workspaceWith } from './support/workspace.ts';

const dependencies = [
  'dependencies:',
  '  - {name: folder, version: 1.x, alias: renamed}',
  '  - {name: packed, version: 1.x, repository: "https://example.test"}',
];
const files = {
  'shop/Chart.yaml': chartYaml('shop', ...dependencies),
  'shop/.helmignore': 'README.md\n*.tgz.old\n',
  'shop/README.md': 'x',
  'shop/values.yaml': 'a: 1\n',
  'shop/logo.bin': Buffer.from([0, 255, 254, 1]),
  'shop/templates/a.yaml': `${printing('a', '.Values')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: files}
data: {logo: {{ .Files.Get "logo.bin" | b64enc }}, readme: {{ .Files.Get "README.md" | quote }}}
`,
  'shop/charts/folder/Chart.yaml': chartYaml('folder'),
  'shop/charts/folder/templates/b.yaml': printing('b', '.Values'),
  'packed/Chart.yaml': chartYaml('packed', 'dependencies: [{name: inner, version: 1.x}]'),
  'packed/README.md': 'kept',
  'packed/templates/c.yaml': printing('c', '(.Files.Get "README.md")'),
  'packed/charts/inner/Chart.yaml': chartYaml('inner'),
  'packed/charts/inner/templates/d.yaml': printing('d', '.Values'),
};

function shop(): string {
  const workspace = workspaceWith(files);
  runHelm(workspace, 'package', 'packed', '-d', 'shop/charts');
  return workspace;
}

describe('a copy', () => {
  test('renders what the chart renders', () => {
    const workspace = shop();
    symlinkSync('a.yaml', `${workspace}/shop/templates/linked.yaml`);
    const chart = loaded(workspace, 'shop');
    expect(needsCopy(chart)).toBe(false);
    copyChart(chart, new Map(), `${workspace}/copy`);
    const truth = runHelm(workspace, 'template', 'shop');
    const copied = runHelm(workspace, 'template', 'copy');
    expect(truth).toMatchObject({ isGood: true });
    expect(truth.output.match(/^# Source: .*/gm)).toHaveLength(7);
    expect(copied).toMatchObject({ isGood: true, output: truth.output });
  });

  test('has the texts that replace others, in folders and archives', () => {
    const workspace = shop();
    const replaced = new Map([
      ['templates/a.yaml', ''],
      ['charts/folder/templates/b.yaml', printing('changed-b', '1')],
      ['charts/packed-1.0.0.tgz/charts/inner/templates/d.yaml', printing('changed-d', '1')],
    ]);
    copyChart(loaded(workspace, 'shop'), replaced, `${workspace}/copy`);
    const { output } = runHelm(workspace, 'template', 'copy');
    expect(output.match(/(?<=name: )[\w-]+/g)?.toSorted()).toEqual(['c', 'changed-b', 'changed-d']);
    const inner = 'copy/charts/packed-1.0.0-unpacked/charts/inner/templates/d.yaml';
    expect(readFileSync(`${workspace}/${inner}`, 'utf8')).toContain('changed-d');
    expect(existsSync(`${workspace}/copy/.helmignore`)).toBe(false);
  });

  test('holds the file:// dependencies that charts lacks', () => {
    const workspace = workspaceWith({
      'app/Chart.yaml': chartYaml(
        'app',
        'dependencies: [{name: db, version: 1.x, repository: "file://../db"}]',
      ),
      'db/Chart.yaml': chartYaml(
        'db',
        'dependencies: [{name: base, version: 1.x, repository: "file://../base"}]',
      ),
      'db/templates/x.yaml': printing('x', '(include "base" .)'),
      'base/Chart.yaml': chartYaml('base', 'type: library'),
      'base/templates/_base.tpl': '{{ define "base" }}by base{{ end }}',
    });
    const chart = loaded(workspace, 'app');
    expect(needsCopy(chart)).toBe(true);
    expect(runHelm(workspace, 'template', 'app').isGood).toBe(false);
    copyChart(
      chart,
      new Map([
        ['charts/db/charts/base/templates/_base.tpl', '{{ define "base" }}changed{{ end }}'],
      ]),
      `${workspace}/copy`,
    );
    const { output } = runHelm(workspace, 'template', 'copy');
    expect(output).toContain('# Source: app/charts/db/templates/x.yaml');
    expect(output).toContain('changed');
  });
});
