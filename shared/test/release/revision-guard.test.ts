import { describe, expect, test } from '@jest/globals';
import type { Ancestry } from '../../src/release/revision-guard-ancestry.ts';
import { findOlderRevision, judgeRevision } from '../../src/release/revision-guard.ts';
import type { DeployRun } from '../../src/release/revision-guard.ts';
import type { ReleaseRecord } from '../../src/release/release-record.ts';
import {
  back,
  canary,
  fail,
  first,
  record,
  run,
  second,
  undone,
  unnumbered,
} from './revision-guard-records.ts';

const again = { attempt: 2 };
const elsewhere = { ref: 'refs/heads/x' };

describe('judgeRevision', () => {
  test.each<[string, DeployRun, DeployRun, Ancestry, string, RegExp]>([
    ['a newer commit', run(2, 'b'), run(1, 'a'), 'descendant', 'newer', /^commit b{12} of run 2 /],
    ['an older commit', run(2, 'a'), run(1, 'b'), 'ancestor', 'older', /which builds on it$/],
    [
      'an older run that comes late',
      run(1, 'a'),
      run(2, 'b'),
      'unknown',
      'older',
      /^commit a{12} of run 1 is older than commit b{12} of run 2 by its run/,
    ],
    ['a newer run', run(2, 'b'), run(1, 'a'), 'unknown', 'newer', /the clone has not both$/],
    [
      'a branch that was pushed over',
      run(2, 'b'),
      run(1, 'a'),
      'apart',
      'newer',
      /neither builds on the other$/,
    ],
    ['what was pushed over', run(1, 'a'), run(2, 'b'), 'apart', 'older', /by its run/],
    [
      'an older run, run again',
      run(1, 'a', again),
      run(2, 'b'),
      'unknown',
      'older',
      /run 1, attempt 2 is older .* run again$/,
    ],
    [
      'an older run, run again, of a commit that the branch was set back from',
      run(1, 'b', again),
      run(2, 'a'),
      'descendant',
      'older',
      /run again$/,
    ],
    [
      'a late first attempt of a newer commit',
      run(1, 'b'),
      run(2, 'a'),
      'descendant',
      'newer',
      /builds on/,
    ],
    ['a newer run, run again', run(2, 'b', again), run(1, 'a'), 'unknown', 'newer', /by its run/],
    ['the same run, run again', run(1, 'a', again), run(1, 'a'), 'unknown', 'same', /same commit$/],
    ['the same commit by an older run', run(1, 'a', again), run(2, 'a'), 'unknown', 'same', /same/],
    [
      'another ref',
      run(1, 'a', { ref: 'refs/tags/v1' }),
      run(2, 'b'),
      'ancestor',
      'unknown',
      /is of refs\/tags\/v1 and .* of refs\/heads\/main$/,
    ],
    [
      'no ref at all',
      run(1, 'a', { ref: '' }),
      run(2, 'b', { ref: '' }),
      'ancestor',
      'unknown',
      /of no ref/,
    ],
    [
      'no commit',
      run(1, 'a', { commit: '' }),
      run(2, 'b'),
      'unknown',
      'unknown',
      /did not tell its commit/,
    ],
    [
      'a run without number',
      unnumbered,
      run(2, 'b'),
      'unknown',
      'unknown',
      /^nothing tells .*a{12} of run 7001 and/,
    ],
    [
      'a run of a workflow with few runs',
      run(3, 'b', { id: '9999' }),
      run(500, 'a'),
      'unknown',
      'unknown',
      /^nothing tells/,
    ],
    [
      'runs of equal number',
      run(3, 'b', { id: '9999' }),
      run(3, 'a'),
      'unknown',
      'unknown',
      /^nothing/,
    ],
  ])('%s', (_, candidate, standing, ancestry, order, reason) => {
    const judgement = judgeRevision(candidate, standing, ancestry);
    expect(judgement.order).toBe(order);
    expect(judgement.reason).toMatch(reason);
  });
});

/** Answers as a complete clone of a history where each commit builds on the one before. */
function inOneLine(candidate: DeployRun): (other: string) => Promise<Ancestry> {
  return (other) => Promise.resolve(candidate.commit < other ? 'ancestor' : 'descendant');
}

const nothingKnown = (): Promise<Ancestry> => Promise.resolve('unknown');

describe('findOlderRevision', () => {
  // The revision that is newer: by a complete clone, and by the runs alone.
  const none = undefined;
  type Expected = number | undefined;
  test.each<[string, ReleaseRecord[], DeployRun, Expected, Expected]>([
    ['a first deploy', [], run(1, 'a'), none, none],
    ['the next commit', [first], run(2, 'b'), none, none],
    ['an older run after a newer one', [second], run(1, 'a'), 2, 2],
    ['an older run again after a newer one', [first, second], run(1, 'a', again), 2, 2],
    ['the same run again', [first, second], run(2, 'b', again), none, none],
    ['an older commit by a newer run', [first, second], run(3, 'a'), 2, none],
    ['an older commit of another branch', [second], run(1, 'a', elsewhere), none, none],
    ['an older run after a newer one failed', [first, fail(second)], run(1, 'a'), none, none],
    [
      'an older run after a newer one was undone',
      [first, undone(second, 1)],
      run(1, 'a'),
      none,
      none,
    ],
    [
      'an older run than the one that was restored',
      [record(1, run(2, 'b')), undone(record(2, run(3, 'c')), 1)],
      run(1, 'a'),
      1,
      1,
    ],
    [
      'an older run after a rollback',
      [first, second, record(3, run(3, 'c'), back)],
      run(1, 'a', again),
      none,
      none,
    ],
    [
      'the next commit after a rollback by a run of a later commit',
      [first, second, record(3, run(9, 'c'), back)],
      run(4, 'b'),
      none,
      none,
    ],
    [
      'an older run after a newer one was lost',
      [first, { ...second, outcome: 'pending' }],
      run(1, 'a', again),
      2,
      2,
    ],
    [
      'an older canary in the place of a newer one',
      [first, record(2, run(3, 'c'), { outcome: 'canary', canary })],
      run(2, 'b'),
      2,
      2,
    ],
  ])('%s', async (_, records, candidate, byClone, byRun) => {
    const refusedOver = async (ancestry: (other: string) => Promise<Ancestry>) => {
      const older = await findOlderRevision(records, candidate, ancestry);
      const named = older && /revision (\d+) of release shop/.exec(older.reason)?.[1];
      return named === undefined ? undefined : Number(named);
    };
    expect(await refusedOver(inOneLine(candidate))).toBe(byClone);
    expect(await refusedOver(nothingKnown)).toBe(byRun);
  });

  test('tells both commits and runs, the ref, and what to do', async () => {
    await expect(findOlderRevision([second], run(1, 'a'), nothingKnown)).resolves.toEqual({
      reason:
        'commit aaaaaaaaaaaa of run 1 is older than commit bbbbbbbbbbbb of run 2 by its run, as the clone has not both; the newer one is revision 2 of release shop, on the same ref refs/heads/main',
      hint: 'Run the newest job of this ref again, go back with the rollback action, or set allow-older: true',
    });
  });

  test('asks no clone where it would not count', async () => {
    const ask = (): Promise<Ancestry> => Promise.reject(new Error('asked'));
    await expect(findOlderRevision([second], run(2, 'b'), ask)).resolves.toBeUndefined();
    await expect(findOlderRevision([second], run(1, 'a', elsewhere), ask)).resolves.toBeUndefined();
  });
});
