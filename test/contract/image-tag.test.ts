import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  environmentOf,
  headSha,
  otherSha,
  payload,
} from '../../actions/image-tag/test/event-fixture.ts';
import type { EventName } from '../../actions/image-tag/test/event-fixture.ts';
import { TemporaryClone } from '../../shared/test/git/temporary-clone.ts';
import { runBundle } from './support/run-bundle.ts';
import type { BundleOptions, BundleRun } from './support/run-bundle.ts';

const clones: TemporaryClone[] = [];
afterAll(() => {
  for (const clone of clones) clone.remove();
});

async function run(
  event: EventName,
  inputs: Readonly<Record<string, string>> = {},
  options: BundleOptions = {},
): Promise<BundleRun> {
  return runBundle('image-tag', {
    ...options,
    event: JSON.parse(payload(event)) as object,
    environment: { ...environmentOf(event), ...options.environment },
    inputs: { images: 'registry.example:5000/shop/web', ...inputs },
  });
}

function readJson(file: string | undefined): unknown {
  return JSON.parse(readFileSync(file ?? '', 'utf8'));
}

test('a push is named by commit and build, with every output and file', async () => {
  const images = 'registry.example:5000/shop/web\nshop/worker';
  const { outputs, exitCode, stderr, report, summary } = await run('push-branch', {
    images,
    strategy: 'git-sha-build-id\nbuild-id\nsemver',
    labels: 'team=shop',
  });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  const tag = 'sha-6dcb09b5b578-42.1';
  const { report: reportFile, manifest, 'bake-file': bakeFile, ...rest } = outputs;
  const labels = rest.labels?.split('\n');
  expect(labels).toContain('org.opencontainers.image.created=2026-11-21T09:30:00Z');
  expect(labels).toContain(`org.opencontainers.image.revision=${headSha}`);
  expect(labels).toContain('team=shop');
  const tags = [
    `registry.example:5000/shop/web:${tag}`,
    `docker.io/shop/worker:${tag}`,
    'registry.example:5000/shop/web:build-42.1',
    'docker.io/shop/worker:build-42.1',
  ];
  expect(rest).toEqual({
    verdict: 'tagged',
    reason: '',
    tag,
    image: tags[0],
    repository: 'shop/web',
    registry: 'registry.example:5000',
    images: JSON.stringify(tags.slice(0, 2)),
    tags: JSON.stringify(tags),
    'tags-list': tags.join('\n'),
    'floating-tags': '[]',
    version: '',
    sha: headSha,
    'build-id': '42.1',
    labels: rest.labels,
    annotations: labels?.filter((line) => line !== 'team=shop').join('\n'),
    'label-safe-tag': tag,
  });
  expect(readJson(reportFile)).toEqual(report);
  expect(report).toMatchObject({ tag, tags, floatingTags: [], sha: headSha, version: null });
  expect(readJson(manifest)).toMatchObject({ schemaVersion: 1, tag, buildId: '42.1' });
  expect(readJson(bakeFile)).toMatchObject({ target: { 'image-tag': { tags } } });
  expect(summary).toContain(tag);
});

test('a pull request is named by its head, not by the merge commit', async () => {
  const { outputs } = await run('pull-request-fork', { strategy: 'pr\nbranch\ngit-sha' });
  expect(outputs).toMatchObject({ verdict: 'tagged', tag: 'pr-17-sha-6dcb09b5b578', sha: headSha });
  expect(outputs['tags-list']).toContain(':feature-cart-');
  expect(JSON.stringify(outputs)).not.toContain(otherSha.slice(0, 12));
});

test('a re-run gets another name', async () => {
  const { outputs } = await run('push-branch', {}, { environment: { GITHUB_RUN_ATTEMPT: '2' } });
  expect(outputs.tag).toBe('sha-6dcb09b5b578-42.2');
});

describe('in a clone with releases', () => {
  const origin = TemporaryClone.init();
  clones.push(origin);
  const older = origin.commit('2026-11-20T23:30:00-02:00');
  origin.git('tag', 'v1.2.9');
  const newer = origin.commit();
  origin.git('tag', 'v1.3.0');
  origin.git('tag', 'v2.0.0-rc.1');
  const complete = origin.clone();
  const shallow = origin.clone('--depth=1', '--branch=v1.3.0');
  clones.push(complete, shallow);

  const release = async (tag: string, sha: string, clone = complete): Promise<BundleRun> =>
    run(
      'push-tag',
      { images: 'registry.example/web', strategy: 'semver', floating: 'minor\nmajor\nlatest' },
      {
        workspace: clone.folder,
        environment: { GITHUB_REF: `refs/tags/${tag}`, GITHUB_SHA: sha },
      },
    );

  test.each([
    ['v1.3.0', newer, '1.3.0', ['v1.3', 'v1', 'latest']],
    ['v1.2.9', older, '1.2.9', ['v1.2']],
    ['v2.0.0-rc.1', newer, '2.0.0-rc.1', []],
  ])('%s moves only what it is the newest of', async (tag, sha, version, floating) => {
    const { outputs } = await release(tag, sha);
    expect(outputs).toMatchObject({ verdict: 'tagged', tag: version, version });
    expect(JSON.parse(outputs['floating-tags'] ?? '')).toEqual(
      floating.map((each) => `registry.example/web:${each}`),
    );
  });

  test('a fixed tag that floating moves is refused', async () => {
    const { outputs } = await run(
      'push-tag',
      { strategy: 'semver\nraw=v1.3', version: '1.3.0', floating: 'minor' },
      { workspace: complete.folder },
    );
    expect(outputs).toMatchObject({
      verdict: 'invalid',
      reason: 'strategy: raw=v1.3 gives v1.3, which floating moves',
    });
  });

  test('a shallow clone that has only the tag itself is refused', async () => {
    const { outputs, exitCode, stdout } = await release('v1.3.0', newer, shallow);
    expect(exitCode).toBe(1);
    expect(outputs.verdict).toBe('invalid');
    expect(outputs.tag).toBeUndefined();
    expect(outputs.reason).toContain('the clone is shallow');
    expect(stdout).toContain('fetch-depth: 0');
  });

  test('dates are those of the commit, in UTC', async () => {
    const { outputs } = await run(
      'schedule',
      { strategy: 'calver\nraw={date}-{sha}' },
      { workspace: complete.folder, environment: { GITHUB_SHA: older } },
    );
    expect(outputs.tag).toBe('2026.11.21-42.1');
    expect(outputs['tags-list']).toContain(`:20261121-${older.slice(0, 12)}`);
    expect(outputs.labels).toContain('org.opencontainers.image.created=2026-11-21T01:30:00Z');
  });
});

test('without a clone, what needs its dates or tags says so', async () => {
  const dated = await run('schedule', { strategy: 'calver' });
  expect(dated.outputs).toMatchObject({ verdict: 'invalid' });
  expect(dated.outputs.reason).toMatch(/strategy: calver needs the commit's date: .*checkout/);
  const moving = await run('push-tag', { strategy: 'semver', floating: 'latest' });
  expect(moving.outputs).toMatchObject({ verdict: 'invalid' });
  expect(moving.outputs.reason).toContain('is not a git clone');
});

test('SOURCE_DATE_EPOCH fixes the date of the labels', async () => {
  const environment = { SOURCE_DATE_EPOCH: '1795255200' };
  const { outputs } = await run('push-branch', {}, { environment });
  expect(outputs.labels).toContain('org.opencontainers.image.created=2026-11-21T10:00:00Z');
});

test('all that is wrong is told at once, one error each', async () => {
  const { outputs, exitCode, stdout } = await run('push-tag', {
    images: 'registry.example/Shop/web:1\nregistry.example/api\nregistry.example/api',
    strategy: 'branch\ngit-shaa\nraw=a b',
    'sha-length': '41',
    floating: 'latests',
  });
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ verdict: 'invalid' });
  expect(Object.keys(outputs).sort()).toEqual(['reason', 'report', 'verdict']);
  const told = stdout.split('\n').filter((line) => line.startsWith('::error::input'));
  expect(told.map((line) => /input ([\w-]+):/.exec(line)?.[1])).toEqual([
    'images',
    'images',
    'strategy',
    'strategy',
    'sha-length',
    'floating',
    'strategy',
  ]);
  expect(stdout).toContain('write registry.example/shop/web');
  expect(stdout).toContain('did you mean git-sha?');
});
