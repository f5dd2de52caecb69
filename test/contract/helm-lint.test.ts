import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { goodChart, goodTemplate } from '../../actions/helm-lint/test/support/good-chart.ts';
import { ensureTools } from '../cluster/index.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { runBundle, startBundle } from './support/run-bundle.ts';
import type { BundleRun } from './support/run-bundle.ts';

let folder: string;
let workspace: string;
let helm: string;

beforeAll(async () => {
  ({ helm } = await ensureTools(['helm']));
  folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-lint-'));
  workspace = path.join(folder, 'workspace');
});

beforeEach(() => {
  rmSync(workspace, { recursive: true, force: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, file)), { recursive: true });
    writeFileSync(path.join(workspace, file), text);
  }
}

function lint(inputs: Readonly<Record<string, string>> = {}, root = workspace): Promise<BundleRun> {
  return runBundle('helm-lint', { workspace: root, inputs: { 'helm-path': helm, ...inputs } });
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

function git(...args: readonly string[]): void {
  const identity = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...identity, ...args], { cwd: workspace, stdio: 'pipe' });
}

test('a good chart is clean', async () => {
  write(goodChart('web'));
  const { exitCode, outputs, report, stderr, stdout } = await lint({ policy: 'strict' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(outputs).toMatchObject({
    verdict: 'clean',
    reason: '',
    charts: '1',
    renders: '1',
    errors: '0',
    warnings: '0',
    sarif: '',
    junit: '',
  });
  expect(report).toMatchObject({ verdict: 'clean', findings: [] });
  expect(stdout).not.toMatch(/^::/m);
});

test('a mistake is annotated on its line, and is in every file that was asked for', async () => {
  const misspelt = goodTemplate.replace('replicas: {{', 'replica: {{');
  write(goodChart('web', { 'templates/web.yaml': misspelt }));
  const run = await lint({ sarif: 'out/lint.sarif', junit: 'out/lint.xml' });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toMatch(
    /^::error title=schema\/unknown-field,file=charts\/web\/templates\/web.yaml,line=9,col=3::Deployment web: spec\.replica: /m,
  );
  expect(run.stdout).toMatch(
    /^::error::helm-lint: findings: 1 error in 1 of 1 chart; first charts/m,
  );
  expect(run.outputs).toMatchObject({
    verdict: 'findings',
    errors: '1',
    sarif: 'out/lint.sarif',
    junit: 'out/lint.xml',
  });
  expect(run.report).toMatchObject({
    findings: [
      {
        rule: 'schema/unknown-field',
        severity: 'error',
        chart: 'charts/web',
        renders: ['defaults'],
        object: 'Deployment web',
        path: 'spec.replica',
        file: 'charts/web/templates/web.yaml',
        line: 9,
        column: 3,
      },
    ],
  });
  expect(run.summary).toContain('`charts/web/templates/web.yaml:9`');
  for (const file of ['lint.sarif', 'lint.xml']) {
    expect(readFileSync(path.join(workspace, 'out', file), 'utf8')).toContain('unknown-field');
  }
});

test('GitHub gets ten errors, and the summary all', async () => {
  const labels = Array.from({ length: 14 }, (_, index) => `    label-${index}: ${index}\n`).join(
    '',
  );
  const template = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: many\n  labels:\n${labels}`;
  write(goodChart('web', { 'templates/many.yaml': template }));
  const { outputs, stdout, summary } = await lint();
  expect(outputs.errors).toBe('14');
  expect(stdout.match(/^::error /gm)).toHaveLength(9);
  expect(stdout.match(/^::error::helm-lint: findings: 14 errors/gm)).toHaveLength(1);
  expect(stdout.match(/^charts\/web\/templates\/many\.yaml:\d+: error: schema\//gm)).toHaveLength(
    5,
  );
  expect(summary.match(/^\| ❌ /gm)).toHaveLength(14);
});

test('fail-on: never ends well with true counts', async () => {
  write(goodChart('web', { 'templates/web.yaml': goodTemplate.replace('spec:', 'specs:') }));
  const { exitCode, outputs } = await lint({ 'fail-on': 'never' });
  expect(exitCode).toBe(0);
  expect(outputs.verdict).toBe('clean');
  expect(Number(outputs.errors)).toBeGreaterThan(0);
  expect(outputs.reason).toMatch(/^\d+ errors? .*found, which fail-on: never lets pass$/);
});

test('only what changed since a commit is linted', async () => {
  write({ ...goodChart('web'), ...goodChart('db') });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'one');
  git('checkout', '--quiet', '-b', 'topic');
  const same = await lint({ 'changed-since': 'main' });
  expect([same.exitCode, same.outputs.verdict, same.outputs.charts]).toEqual([0, 'clean', '0']);

  write({
    'charts/db/values.yaml': 'replicas: many\nimage: registry.example/shop/db\ntag: 1.4.2\n',
  });
  git('commit', '--quiet', '--all', '--message', 'two');
  const changed = await lint({ 'changed-since': 'main' });
  expect(changed.outputs).toMatchObject({ verdict: 'findings', charts: '1' });
  expect(changed.stdout).toContain('file=charts/db/values.yaml,line=1');

  const shallow = path.join(folder, 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${workspace}`, shallow]);
  const { exitCode, outputs, stdout } = await lint({ 'changed-since': 'main' }, shallow);
  expect([exitCode, outputs.verdict]).toEqual([1, 'invalid']);
  expect(stdout).toContain('fetch-depth: 0');
});

test('a cancelled job stops Helm and leaves nothing behind', async () => {
  write(goodChart('web'));
  const [marker, sleeper] = [path.join(folder, 'begun'), path.join(folder, 'sleeper')];
  const program = `#!/bin/sh
if [ "$1" = version ]; then echo v4.3.1; exit; fi
echo $$ >> ${marker}
exec sleep 300
`;
  writeFileSync(sleeper, program, { mode: 0o755 });
  const bundle = startBundle('helm-lint', { workspace, inputs: { 'helm-path': sleeper } });
  await eventually(
    () => existsSync(marker),
    (isThere) => isThere,
  );
  bundle.process.kill('SIGINT');
  const { exitCode, outputs } = await bundle.finished;
  expect([exitCode, outputs.verdict]).toEqual([1, 'interrupted']);
  const begun = readFileSync(marker, 'utf8').trim().split('\n').map(Number);
  expect(begun.filter(isRunning)).toEqual([]);
  const temp = path.dirname(path.dirname(outputs.report ?? ''));
  expect(readdirSync(temp)).toEqual(['kube-delivery']);
});

test('without Helm nothing is linted', async () => {
  write(goodChart('web'));
  const mirror = 'http://127.0.0.1:9/helm';
  const { outputs, stdout } = await lint({ 'helm-path': '', 'helm-mirror': mirror });
  expect(outputs.verdict).toBe('invalid');
  expect(stdout).toMatch(
    /^::error::helm-lint: invalid: helm \S+ could not be obtained: .*helm-path/m,
  );
});
