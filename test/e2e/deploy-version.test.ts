import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { objectAt } from '../../shared/src/json/json.ts';
import { application, sampleImage, workspaceWith } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-version');
});

afterAll(async () => {
  await own.close();
});

test('a workload and its pods carry the version of the image that was given, its selector does not', async () => {
  const run = await own.deploy('web', application({ name: 'web', tag: 'v1' }), {
    images: sampleImage('v2'),
  });
  expect(run.outputs.verdict).toBe('deployed');
  const object = await own.read('apps/v1', 'Deployment', 'web');
  expect(object?.metadata.labels).toMatchObject({ 'app.kubernetes.io/version': 'v2' });
  expect(objectAt(object, 'spec', 'template', 'metadata', 'labels')).toMatchObject({
    app: 'web',
    'app.kubernetes.io/version': 'v2',
  });
  expect(objectAt(object, 'spec', 'selector', 'matchLabels')).toEqual({ app: 'web' });
  const again = await own.deploy('web', application({ name: 'web', tag: 'v1' }), {
    images: sampleImage('v2'),
  });
  expect(again.outputs.verdict).toBe('unchanged');
});

test('an older commit of the same ref is refused, by the clone and by the number of the run', async () => {
  const clone = workspaceWith({ 'app.json': application({ name: 'api', tag: 'v1' }) });
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@test.invalid', ...args], {
      cwd: clone,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  const commits = ['one', 'two'].map((message) => {
    git('commit', '--allow-empty', '--quiet', '-m', message);
    return git('rev-parse', 'HEAD');
  });
  const [older = '', newer = ''] = commits;
  const from = (commit: string, run: string) => ({
    GITHUB_SHA: commit,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: `10${run}`,
    GITHUB_RUN_NUMBER: run,
  });
  const v1 = application({ name: 'api', tag: 'v1' });
  const v2 = application({ name: 'api', tag: 'v2' });
  const good = await own.deploy('api', v2, {}, from(newer, '7'));
  expect(good.outputs.verdict).toBe('deployed');
  const before = await own.versions();

  const late = await own.deploy('api', v1, {}, from(older, '6'));
  expect([late.exitCode, late.outputs.verdict]).toEqual([1, 'conflict']);
  expect(late.outputs.reason).toContain(`commit ${older.slice(0, 12)} of run 6 is older than`);
  expect(late.outputs.reason).toContain('refs/heads/main');
  expect(late.stdout).toContain('allow-older: true');
  const again = { ...from(older, '8'), GITHUB_WORKSPACE: clone };
  const byHand = await own.deploy('api', v1, {}, again);
  expect(byHand.outputs.verdict).toBe('conflict');
  expect(byHand.outputs.reason).toContain('which builds on it');
  const planned = await own.deploy('api', v1, { 'dry-run': 'true' }, from(older, '6'));
  expect(planned.outputs.verdict).toBe('failed');
  expect(await own.versions()).toEqual(before);

  const allowed = await own.deploy('api', v1, { 'allow-older': 'true' }, from(older, '6'));
  expect(allowed.outputs.verdict).toBe('deployed');
  expect(await own.imageOf('api')).toBe(sampleImage('v1'));
  const other = { ...from(older, '5'), GITHUB_REF: 'refs/heads/other' };
  expect((await own.deploy('api', v2, {}, other)).outputs.verdict).toBe('deployed');
});
