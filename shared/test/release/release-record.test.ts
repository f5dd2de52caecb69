import { describe, expect, test } from '@jest/globals';
import { factsOf } from '../../src/release/release-record.ts';
import type { CanaryRecord, ReleaseRecord } from '../../src/release/release-record.ts';

const canary: CanaryRecord = {
  namespace: 'shop',
  stableWorkload: 'web',
  workload: 'web-canary',
  stableService: 'web',
  service: 'web-canary',
  objects: [],
};

function record(revision: number, fields: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    schemaVersion: 1,
    release: 'shop',
    revision,
    outcome: 'deployed',
    reason: '',
    strategy: 'rolling',
    startedAt: '2026-11-21T00:00:00.000Z',
    run: { url: '', id: '1', attempt: 1, commit: '', ref: '', actor: '' },
    objects: [],
    created: [{ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: `v${revision}` }],
    ...fields,
  };
}

describe('factsOf', () => {
  const good = record(1);
  test.each<[string, ReleaseRecord[], number | undefined, number | undefined, string[]]>([
    ['no history', [], undefined, undefined, []],
    ['one good revision', [good], 1, 1, []],
    ['two good revisions', [record(2), good], 2, 2, []],
    ['a lost run', [good, record(2, { outcome: 'pending' })], 1, undefined, ['v2']],
    ['a bad revision left', [good, record(2, { outcome: 'failed' })], 1, undefined, ['v2']],
    ['a bad revision undone', [good, record(2, { outcome: 'rolled-back', restored: 1 })], 1, 1, []],
    [
      'a bad revision undone after a lost one',
      [
        good,
        record(2, { outcome: 'abandoned' }),
        record(3, { outcome: 'rolled-back', restored: 1 }),
      ],
      1,
      1,
      [],
    ],
    ['a canary beside it', [good, record(2, { outcome: 'canary', canary })], 1, 1, []],
    ['a canary given up', [good, record(2, { outcome: 'abandoned', canary })], 1, 1, []],
    [
      'a lost run over no good one',
      [record(1, { outcome: 'pending' })],
      undefined,
      undefined,
      ['v1'],
    ],
  ])('%s', (_, records, lastGood, running, stray) => {
    const facts = factsOf(records);
    expect(facts.lastGood?.revision).toBe(lastGood);
    expect(facts.running?.revision).toBe(running);
    expect(facts.strayCreations.map(({ name }) => name)).toEqual(stray);
  });

  test('gives the newest number, lost runs and the canary that is up', () => {
    const facts = factsOf([
      record(7, { outcome: 'canary', canary }),
      record(5, { outcome: 'pending' }),
      record(4),
    ]);
    expect(facts.newest).toBe(7);
    expect(facts.pending.map(({ revision }) => revision)).toEqual([5]);
    expect(facts.canary?.revision).toBe(7);
    expect(factsOf([record(8), record(7, { outcome: 'canary', canary })]).canary).toBeUndefined();
  });
});
