import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { PreconditionError } from '../../src/action/errors.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import type { ComparableGit } from '../../src/git/git.ts';
import { openClone } from '../../src/git/open-clone.ts';
import { systemClock } from '../../src/time/system-clock.ts';
import { TemporaryClone } from './temporary-clone.ts';

const origin = TemporaryClone.init();
const first = origin.commit('2026-11-20T23:30:00-02:00');
origin.git('tag', 'v1.0.0');
const second = origin.commit();
origin.git('tag', '-a', '-m', 'annotated', 'app/v1.1.0');
origin.git('checkout', '--quiet', '-b', 'side', first);
const aside = origin.commit('2026-11-21T11:00:00Z');
origin.git('checkout', '--quiet', 'main');
const complete = origin.clone();
const shallow = origin.clone('--depth=1', '--no-tags');
const twoTips = origin.clone('--depth=1', '--no-single-branch');
const bare = new TemporaryClone();

afterAll(() => {
  for (const clone of [origin, complete, shallow, twoTips, bare]) clone.remove();
});

async function open(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ComparableGit> {
  return openClone(folder, {
    clock: systemClock,
    secrets: createSecrets(() => undefined),
    signal: new AbortController().signal,
    environment,
  });
}

test('a complete clone has every commit and tag', async () => {
  const git = await open(complete.folder);
  expect(git.isShallow).toBe(false);
  await expect(git.commit(first)).resolves.toEqual({
    sha: first,
    committedAt: new Date('2026-11-21T01:30:00Z'),
  });
  await expect(git.commit('HEAD')).resolves.toMatchObject({ sha: second });
  await expect(git.tags()).resolves.toEqual([
    { name: 'app/v1.1.0', commit: second },
    { name: 'v1.0.0', commit: first },
  ]);
});

test("an annotated tag's own object is followed to its commit", async () => {
  const git = await open(complete.folder);
  const object = complete.git('rev-parse', 'app/v1.1.0');
  expect(object).not.toBe(second);
  await expect(git.commit(object)).resolves.toMatchObject({ sha: second });
});

test('a shallow clone has the last commit only', async () => {
  const git = await open(shallow.folder);
  expect(git.isShallow).toBe(true);
  await expect(git.commit(second)).resolves.toMatchObject({ sha: second });
  await expect(git.commit(first)).resolves.toBeUndefined();
  await expect(git.tags()).resolves.toEqual([]);
});

test.each(['0'.repeat(40), '--version', 'no-such-branch', '--output=x'])(
  '%s is no commit',
  async (revision) => {
    const git = await open(complete.folder);
    await expect(git.commit(revision)).resolves.toBeUndefined();
  },
);

test.each([
  ['an older commit', complete, first, second, true],
  ['the commit itself', complete, second, second, true],
  ['a newer commit', complete, second, first, false],
  ['a commit of another branch', complete, aside, second, false],
  ['a commit that is not there', complete, '0'.repeat(40), second, undefined],
  ['what is no commit', complete, '--all', second, undefined],
  ['a commit that a shallow clone lacks', shallow, first, second, undefined],
  ['a path that a shallow clone lacks', twoTips, aside, second, undefined],
  ['the commit itself in a shallow clone', shallow, second, second, true],
])('%s: whether it is an ancestor', async (_, clone, older, newer, expected) => {
  const git = await open(clone.folder);
  await expect(git.isAncestor(older, newer)).resolves.toBe(expected);
});

test('a folder outside any clone, or inside one, is refused', async () => {
  const inner = path.join(complete.folder, 'inner');
  mkdirSync(inner);
  for (const folder of [bare.folder, inner]) {
    const opened = open(folder);
    await expect(opened).rejects.toThrow(PreconditionError);
    await expect(opened).rejects.toThrow('is not a git clone: fatal: not a git repository');
  }
});

test('a machine without git is told so', async () => {
  await expect(open(complete.folder, { PATH: bare.folder })).rejects.toThrow(
    'git could not be started: there is no such program on the PATH',
  );
});

test('files that differ from where two branches parted', async () => {
  const clone = origin.clone();
  writeFileSync(path.join(clone.folder, 'a b\u00e4.txt'), 'one');
  writeFileSync(path.join(clone.folder, 'moved.txt'), 'the same text as before');
  clone.git('add', '--all');
  const saved = clone.commit('2026-11-22T10:00:00Z');
  mkdirSync(path.join(clone.folder, 'sub'));
  clone.git('mv', 'moved.txt', 'sub/moved.txt');
  writeFileSync(path.join(clone.folder, 'unknown.txt'), 'x');
  writeFileSync(path.join(clone.folder, '.git/info/exclude'), '*.log\n');
  writeFileSync(path.join(clone.folder, 'ignored.log'), 'x');
  const git = await open(clone.folder);
  const later = ['moved.txt', 'sub/moved.txt', 'unknown.txt'];
  await expect(git.changedFiles(saved)).resolves.toEqual(later);
  const all = ['a b\u00e4.txt', 'sub/moved.txt', 'unknown.txt'];
  await expect(git.changedFiles(aside)).resolves.toEqual(all);
  await expect(git.changedFiles(second)).resolves.toEqual(all);
  await expect(git.changedFiles('no-such-branch')).resolves.toBeUndefined();
  clone.remove();
});

test('a shallow clone lacks the commit where branches parted', async () => {
  const git = await open(twoTips.folder);
  await expect(git.changedFiles(aside)).resolves.toBeUndefined();
  await expect(git.changedFiles(second)).resolves.toEqual([]);
});
