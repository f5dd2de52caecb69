import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { LoadedChart } from '../../src/loaded-chart.ts';
import { readChartCrds, readCrds } from '../../src/schema/crds.ts';
import { widgetCrd } from './widget-crd.ts';

function workspace(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crds-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

test('folders of definitions are read, with other objects passed over', () => {
  const folder = workspace({
    'crds/widget.yaml': widgetCrd,
    'crds/more/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }',
  });
  const { kinds, problems } = readCrds(['crds'], { workspace: folder, temp: folder });
  expect(problems).toEqual([]);
  expect(kinds.map(({ apiVersion }) => apiVersion)).toEqual([
    'example.com/v1alpha1',
    'example.com/v1beta1',
    'example.com/v1',
  ]);
});

test.each([
  ['missing', '"missing" does not exist; paths are relative to the workspace'],
  ['empty', 'no CustomResourceDefinition lies in empty'],
  ['broken', 'broken/a.yaml:2: is not valid YAML'],
  ['../..', 'lies outside the workspace'],
])('%s: %s', (pattern, message) => {
  const folder = workspace({
    'empty/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }',
    'broken/a.yaml': 'kind: A\n  spec: {}\n',
  });
  const { problems } = readCrds([pattern], { workspace: folder, temp: folder });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain(message);
});

test('no input is no problem', () => {
  expect(readCrds([], { workspace: os.tmpdir(), temp: os.tmpdir() })).toEqual({
    kinds: [],
    problems: [],
  });
});

function chart(name: string, overrides: Partial<LoadedChart>): LoadedChart {
  return {
    folder: name,
    absolute: `/work/${name}`,
    name,
    version: '1.0.0',
    isLibrary: false,
    description: {},
    files: [],
    subcharts: [],
    ...overrides,
  };
}

test("a chart's own definitions are known, and those of its subcharts", () => {
  const inner = chart('db', { files: [{ path: 'crds/widget.yaml', text: widgetCrd }] });
  const broken = { path: 'crds/broken.yaml', text: 'kind: A\n  spec: {}\n' };
  const archived = chart('cache', { files: [broken] });
  const shop = chart('charts/shop', {
    files: [
      broken,
      { path: 'crds/README.md', text: 'a: [' },
      { path: 'crd.yaml', text: widgetCrd },
    ],
    subcharts: [
      { chart: inner, path: 'charts/db', isArchive: false },
      { chart: archived, path: 'charts/cache-1.0.0.tgz', isArchive: true },
    ],
  });
  const { kinds, findings } = readChartCrds(shop);
  expect(kinds.map(({ definition }) => definition)).toEqual(
    Array.from({ length: 3 }, () => 'widgets.example.com'),
  );
  expect(findings).toMatchObject([
    { rule: 'schema/broken-crd', severity: 'error', chart: 'charts/shop', line: 2 },
    { file: 'charts/shop/charts/cache-1.0.0.tgz' },
  ]);
  expect(findings[0]?.file).toBe('charts/shop/crds/broken.yaml');
  expect(findings[0]?.message).toMatch(/^the file is not valid YAML: /);
});
