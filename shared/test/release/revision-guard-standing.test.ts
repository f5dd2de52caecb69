import { describe, expect, test } from '@jest/globals';
import { standingRevisions } from '../../src/release/revision-guard-standing.ts';
import type { ReleaseRecord } from '../../src/release/release-record.ts';
import {
  abandon,
  back,
  canary,
  fail,
  first,
  record,
  run,
  second,
  undone,
} from './revision-guard-records.ts';

describe('standingRevisions', () => {
  test.each<[string, ReleaseRecord[], number[]]>([
    ['no history', [], []],
    ['the newest of two good ones', [second, first], [2]],
    ['the good one before a bad one that was left', [first, fail(second)], [1]],
    ['no bar but the bad first one', [fail(first)], []],
    ['the one that was restored', [first, undone(second, 1)], [1]],
    ['the one that was restored, gone from the history', [undone(second, 1)], []],
    ['a lost run', [first, { ...second, outcome: 'pending' }], [2]],
    ['the good one before a run that was lost and passed over', [first, abandon(second)], [1]],
    ['what a rollback went back to', [first, second, record(3, run(3, 'c'), back)], [1]],
    [
      'what a lost rollback was to go back to',
      [first, second, record(3, run(3, 'c'), { ...back, outcome: 'pending' })],
      [1],
    ],
    [
      'what a failed rollback was to go back to',
      [first, second, record(3, run(3, 'c'), { ...back, outcome: 'failed' })],
      [1],
    ],
    [
      'what a rollback to a rollback went back to',
      [
        first,
        second,
        record(3, run(2, 'b'), back),
        record(4, run(3, 'c')),
        record(5, run(3, 'c'), { rollback: { from: 4, to: 3 } }),
      ],
      [1],
    ],
    [
      'what a rollback went back to, restored after a bad one',
      [first, second, record(3, run(2, 'b'), back), undone(record(4, run(3, 'c')), 3)],
      [1],
    ],
    [
      'a deploy after a rollback',
      [first, second, record(3, run(2, 'b'), back), record(4, run(3, 'c'))],
      [4],
    ],
    ['a canary and the stable one', [first, { ...second, outcome: 'canary', canary }], [2, 1]],
    ['a canary that is lost', [first, { ...second, outcome: 'pending', canary }], [1]],
    ['a canary given up', [first, { ...second, outcome: 'abandoned', canary }], [1]],
    ['a canary removed as it was bad', [first, { ...second, outcome: 'rolled-back', canary }], [1]],
    ['a canary promoted', [first, { ...second, canary }], [2]],
    [
      'no canary that a later deploy passed',
      [first, { ...second, outcome: 'canary', canary }, record(3, run(3, 'c'))],
      [3],
    ],
  ])('%s', (_, records, revisions) => {
    expect(standingRevisions(records).map(({ revision }) => revision)).toEqual(revisions);
  });
});
