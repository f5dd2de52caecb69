import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkLockFile } from '../../src/checks/lock-file.ts';
import type { Finding } from '../../src/finding.ts';
import { loaded } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { chartYaml, workspaceWith } from '../charts/support/workspace.ts';
import { placesOf } from './found.ts';

function check(workspace: string): readonly Finding[] {
  return checkLockFile(loaded(workspace, 'shop'), []);
}

function shopOn(...dependencies: readonly string[]): Record<string, string> {
  const lines = dependencies.map((dependency) => `  - ${dependency}`);
  return { 'shop/Chart.yaml': chartYaml('shop', 'dependencies:', ...lines) };
}

const db = { 'db/Chart.yaml': chartYaml('db') };

describe('Chart.lock', () => {
  const odd = `{name: db, version: "^1.0.0", repository: file://../db, alias: "main", condition: "db.on,global.db", tags: [a, "b<c>&d"], enabled: true, import-values: [data, {parent: z, child: "a.b"}]}`;
  const files = {
    ...shopOn(odd, '{name: plain, version: 1.0.x, repository: "file://../plain"}'),
    ...db,
    'plain/Chart.yaml': chartYaml('plain'),
  };

  function locked(): string {
    const workspace = workspaceWith(files);
    const updated = runHelm(workspace, 'dependency', 'update', 'shop');
    if (!updated.isGood) throw new Error(updated.error);
    return workspace;
  }

  test('that Helm wrote is in step', () => {
    const workspace = locked();
    expect(readFileSync(`${workspace}/shop/Chart.lock`, 'utf8')).toContain('digest: sha256:');
    expect(check(workspace)).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['another range', '^1.0.0', '1.x'],
    ['another alias', 'alias: "main"', 'alias: "other"'],
    ['another condition', 'db.on,', ''],
    ['other tags', 'b<c>&d', 'b<c>'],
    ['other values imported', 'child: "a.b"', 'child: "a.c"'],
    ['a dependency less', '{name: plain, version: 1.0.x, repository: "file://../plain"}', ''],
  ])('of a chart that has %s by then is out of step', (_, before, after) => {
    const workspace = locked();
    const file = `${workspace}/shop/Chart.yaml`;
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(before, after)
        .replace(/^ {2}- $/m, ''),
    );
    expect(placesOf(check(workspace))).toEqual(['chart/lock-out-of-step shop/Chart.lock:8:1']);
    expect(runHelm(workspace, 'dependency', 'build', 'shop').error).toContain('out of sync');
  });

  test('has a version that is not there', () => {
    const workspace = locked();
    writeFileSync(`${workspace}/db/Chart.yaml`, chartYaml('db').replace('1.0.0', '1.1.0'));
    rmSync(`${workspace}/shop/charts`, { recursive: true });
    const found = check(workspace);
    expect(placesOf(found)).toEqual(['chart/lock-out-of-step shop/Chart.lock:4:3']);
    expect(found[0]?.message).toBe('Chart.lock has db 1.0.0, and the chart that is there is 1.1.0');
    expect(runHelm(workspace, 'dependency', 'build', 'shop').isGood).toBe(false);
  });

  test('of a repository that one machine has a name for cannot be judged', () => {
    const workspace = locked();
    const file = `${workspace}/shop/Chart.yaml`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('file://../plain', '@stable'));
    expect(check(workspace)).toEqual([]);
  });

  test.each([
    ['is in step', 'file://../db', []],
    [
      'of other dependencies is not',
      'file://../other',
      ['chart/lock-out-of-step shop/requirements.lock:3:1'],
    ],
  ])('of apiVersion v1 with the digest of Helm 2 %s', (_, repository, expected) => {
    const hashed = `{"dependencies":[{"name":"db","version":"1.x","repository":"${repository}"}]}`;
    const digest = createHash('sha256').update(hashed).digest('hex');
    const workspace = workspaceWith({
      'shop/Chart.yaml': 'apiVersion: v1\nname: shop\nversion: 1.0.0\n',
      'shop/requirements.yaml':
        'dependencies:\n  - {name: db, version: 1.x, repository: file://../db}\n',
      'shop/requirements.lock': `dependencies:\n- {name: db, version: 1.0.0, repository: file://../db}\ndigest: sha256:${digest}\n`,
      ...db,
    });
    expect(placesOf(check(workspace))).toEqual(expected);
    expect(runHelm(workspace, 'dependency', 'build', 'shop').isGood).toBe(expected.length === 0);
  });
});
