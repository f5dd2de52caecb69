import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readChartFolder } from '../../src/helm/chart-folder.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-chart-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const named = 'apiVersion: v2\nname: shop\nversion: 1.2.3\n';
const depends = `${named}dependencies:
  - { name: redis, version: ^1, repository: "https://charts.example.com" }
  - { name: web-app, version: 0.1.0, repository: "file://../web-app" }
`;

describe('the folder of a chart', () => {
  test('gives name, version and nothing that is missing', () => {
    const folder = folderOf({ 'Chart.yaml': named });
    expect(readChartFolder(folder, 'shop')).toEqual({
      name: 'shop',
      version: '1.2.3',
      folder,
      missing: [],
    });
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['nothing', {}, ['redis', 'web-app']],
    ['an archive', { 'charts/redis-1.0.0.tgz': '' }, ['web-app']],
    ['an archive of a longer name', { 'charts/redis-cluster-1.0.0.tgz': '' }, ['redis', 'web-app']],
    ['a folder of its name', { 'charts/web-app/Chart.yaml': 'name: web-app\n' }, ['redis']],
    ['a folder of another name', { 'charts/x/Chart.yaml': 'name: redis\n' }, ['web-app']],
    ['a folder without a chart', { 'charts/redis/values.yaml': '' }, ['redis', 'web-app']],
  ])('with %s in charts', (_, files, missing) => {
    const { missing: found } = readChartFolder(folderOf({ 'Chart.yaml': depends, ...files }), 's');
    expect(found.map(({ name }) => name)).toEqual(missing);
  });

  test('knows the dependencies of charts of old', () => {
    const requirements = 'dependencies: [{ name: redis, version: 1.0.0, repository: "@x" }]\n';
    const folder = folderOf({ 'Chart.yaml': named, 'requirements.yaml': requirements });
    expect(readChartFolder(folder, 's').missing).toEqual([{ name: 'redis', repository: '@x' }]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['without Chart.yaml', {}, /^chart: my\/shop is not a chart: it has no Chart\.yaml/],
    ['without a name', { 'Chart.yaml': 'version: 1.0.0\n' }, /has no name or no version/],
    ['of a library', { 'Chart.yaml': `${named}type: library\n` }, /is a library for other charts/],
    ['with a fault', { 'Chart.yaml': 'a: [\n' }, /^chart: Chart\.yaml:\d: is not valid YAML/],
  ])('%s is an InputError', (_, files, message) => {
    expect(() => readChartFolder(folderOf(files), 'my/shop')).toThrow(message);
  });
});
