import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadManifests } from '../../src/manifests/load.ts';

let root = '';
let folders = { workspace: '', temp: '' };

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'manifests-')));
  folders = { workspace: path.join(root, 'workspace'), temp: path.join(root, 'temp') };
  write('workspace/k8s/web.yaml', configMap('web'));
  write('workspace/k8s/deep/db.yml', configMap('db'));
  write('workspace/k8s/cache.json', JSON.stringify({ ...configMapObject('cache') }));
  write('workspace/k8s/README.md', '# no manifest');
  write('workspace/apps/a/k8s/a.yaml', configMap('a'));
  write('workspace/apps/b/k8s/b.yaml', configMap('b'));
  write('temp/rendered.yaml', configMap('rendered'));
  write('elsewhere/secret.yaml', configMap('secret'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

function configMapObject(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}

function namesOf(...patterns: string[]): string[] {
  const { manifests, problems } = loadManifests(patterns, folders);
  expect(problems).toEqual([]);
  return manifests.map(({ object }) => object.metadata.name);
}

describe('loadManifests', () => {
  test.each([
    ['a file', ['k8s/web.yaml'], ['web']],
    ['a folder, with what lies below', ['k8s'], ['cache', 'db', 'web']],
    ['a glob', ['k8s/*.yaml'], ['web']],
    ['a glob over folders', ['**/*.yml'], ['db']],
    ['a glob with alternatives', ['k8s/*.{yaml,json}'], ['cache', 'web']],
    ['a glob of everything in one folder', ['k8s/*'], ['cache', 'web']],
    ['a glob that names folders', ['apps/*/k8s'], ['a', 'b']],
    ['the workspace by an absolute path', ['.'], ['a', 'b', 'cache', 'db', 'web']],
    ['a file that two patterns name', ['k8s/web.yaml', 'k8s'], ['web', 'cache', 'db']],
  ])('reads %s', (_, patterns, names) => {
    expect(namesOf(...patterns)).toEqual(names);
  });

  test('reads a file below RUNNER_TEMP', () => {
    expect(namesOf(path.join(folders.temp, 'rendered.yaml'))).toEqual(['rendered']);
    expect(namesOf(path.join(folders.temp, '*.yaml'))).toEqual(['rendered']);
  });

  test('takes lists apart and says where each object stands', () => {
    write(
      'workspace/list.yaml',
      '---\n---\nkind: List\napiVersion: v1\nitems:\n' +
        '- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: one}\n' +
        '- {apiVersion: v1, kind: ConfigMapList, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: two}}]}\n',
    );
    const { manifests } = loadManifests(['list.yaml'], folders);
    expect(manifests.map(({ object, place }) => [object.metadata.name, place])).toEqual([
      ['one', { file: 'list.yaml', line: 6 }],
      ['two', { file: 'list.yaml', line: 9 }],
    ]);
  });

  test.each([
    ['a path that is not there', 'none.yaml', undefined, /"none\.yaml" does not exist/],
    ['a glob that matches nothing', 'k8s/*.yml', undefined, /"k8s\/\*\.yml" matches no/],
    ['a folder without manifests', 'empty', undefined, /"empty" matches no/],
    ['a file of another type', 'k8s/README.md', undefined, /not a \.yaml, \.yml, \.json file/],
    ['a file outside', '../elsewhere/secret.yaml', undefined, /outside the workspace/],
    ['a folder outside', '../elsewhere', undefined, /outside the workspace/],
    ['a link to a file outside', 'link.yaml', undefined, /link\.yaml lies outside/],
    ['an object without kind', 'bad/kind.yaml', 3, /bad\/kind\.yaml:3: object has no kind/],
    ['an object without name', 'bad/name.yaml', 2, /bad\/name\.yaml:2: ConfigMap has no metadata/],
    ['text instead of an object', 'bad/text.yaml', 1, /bad\/text\.yaml:1: is not a Kubernetes/],
    ['malformed YAML', 'bad/yaml.yaml', 3, /bad\/yaml\.yaml:3: is not valid YAML/],
    ['a namespace that is a number', 'bad/space.yaml', 5, /bad\/space\.yaml:5: metadata\.names/],
    [
      'an object that stands twice',
      'bad/twice.yaml',
      3,
      /twice.yaml:3: ConfigMap x stands already at bad.twice.yaml:1/,
    ],
    ['files of empty documents', 'bad/nothing.yaml', undefined, /no object in bad\/nothing/],
  ])('refuses %s', (_, pattern, line, message) => {
    mkdirSync(path.join(folders.workspace, 'empty'));
    symlinkSync('../elsewhere/secret.yaml', path.join(folders.workspace, 'link.yaml'));
    write('workspace/bad/kind.yaml', '---\n# comment\napiVersion: v1\nmetadata: {name: x}\n');
    write('workspace/bad/name.yaml', '\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1}\n');
    write('workspace/bad/text.yaml', 'hello\n');
    write('workspace/bad/yaml.yaml', 'apiVersion: v1\nkind: ConfigMap\n metadata:\n  name: x\n');
    write('workspace/bad/space.yaml', `${configMap('x')}  namespace: 5\n`);
    const one = '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n';
    write('workspace/bad/twice.yaml', `${one}---\n${one}`);
    write('workspace/bad/nothing.yaml', '---\n# nothing\n---\nnull\n');
    const { problems } = loadManifests([pattern], folders);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
    if (line !== undefined) expect(problems[0]?.line).toBe(line);
  });

  test('tells every problem of every file at once', () => {
    write('workspace/bad/a.yaml', 'kind: A\n---\nkind: B\n');
    write('workspace/bad/b.yaml', 'a: [\n');
    const { problems } = loadManifests(['bad', 'none'], folders);
    expect(problems).toHaveLength(4);
  });

  test('takes objects of the same name in other groups and namespaces for different', () => {
    write(
      'workspace/many.yaml',
      ['v1', 'apps/v1']
        .flatMap((version) => [
          `{apiVersion: ${version}, kind: Thing, metadata: {name: x}}`,
          `{apiVersion: ${version}, kind: Thing, metadata: {name: x, namespace: other}}`,
        ])
        .join('\n---\n'),
    );
    expect(loadManifests(['many.yaml'], folders).problems).toEqual([]);
  });
});
