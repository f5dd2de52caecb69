import { describe, expect, test } from '@jest/globals';
import { helmRevisionOf, revisionToGoBackTo } from '../../src/helm/good-revision.ts';
import type { HelmRevision, HelmStatus } from '../../src/helm/helm-revision.ts';
import { factsOf } from '../../src/release/release-record.ts';
import type { ReleaseOutcome, ReleaseRecord } from '../../src/release/release-record.ts';

function helm(revision: number, status: HelmStatus, of?: number): HelmRevision {
  return {
    revision,
    status,
    description: '',
    chart: 'shop-1.0.0',
    appVersion: '1',
    values: {},
    manifest: '',
    hooks: [],
    labels: of === undefined ? {} : { 'kube-delivery.dev/revision': String(of) },
    writtenAt: new Date(0),
    appliedBy: 'server',
  };
}

function record(
  revision: number,
  outcome: ReleaseOutcome,
  helmRevision?: number,
  restored?: number,
): ReleaseRecord {
  return {
    schemaVersion: 1,
    release: 'shop',
    revision,
    outcome,
    reason: '',
    strategy: 'rolling',
    startedAt: '',
    run: { url: '', id: '1', attempt: 1, commit: '', ref: '', actor: '' },
    objects: [],
    created: [],
    ...(helmRevision === undefined
      ? {}
      : { helm: { revision: helmRevision, chart: 'shop-1.0.0' } }),
    ...(restored === undefined ? {} : { restored }),
  };
}

describe("Helm's revision of a record", () => {
  const first = record(1, 'deployed', 1);
  const undone = record(2, 'rolled-back', 3, 1);

  test('is the newest one that holds what it was', () => {
    const revisions = [helm(1, 'superseded'), helm(2, 'superseded'), helm(3, 'deployed')];
    expect(helmRevisionOf(first, [first, undone], revisions)?.revision).toBe(3);
    expect(helmRevisionOf(first, [first], revisions)?.revision).toBe(1);
  });

  test('is none where Helm keeps none of them, or none that is whole', () => {
    expect(helmRevisionOf(first, [first], [helm(2, 'deployed')])).toBeUndefined();
    expect(helmRevisionOf(first, [first], [helm(1, 'failed')])).toBeUndefined();
  });
});

describe('the revision to go back to', () => {
  const goBack = (records: readonly ReleaseRecord[], revisions: readonly HelmRevision[]) =>
    revisionToGoBackTo(factsOf(records), records, revisions)?.revision;

  test('is what Helm has deployed where the history says that this is good', () => {
    const records = [record(1, 'deployed', 1), record(2, 'rolled-back', 9, 1)];
    expect(goBack(records, [helm(9, 'superseded'), helm(10, 'deployed')])).toBe(10);
  });

  test('is that of the last good record after one that was left bad', () => {
    const records = [record(1, 'deployed', 1), record(2, 'failed', 2)];
    expect(goBack(records, [helm(1, 'superseded'), helm(2, 'deployed')])).toBe(1);
  });

  test('is none after the first one was left bad, although Helm calls it deployed', () => {
    expect(goBack([record(1, 'failed', 1)], [helm(1, 'deployed', 1)])).toBeUndefined();
  });

  test('is what somebody else deployed, where there is no history here', () => {
    expect(goBack([], [helm(4, 'deployed')])).toBe(4);
    expect(goBack([], [])).toBeUndefined();
  });

  test('is none where the last good one was made of manifests', () => {
    expect(goBack([record(1, 'deployed')], [helm(1, 'deployed')])).toBeUndefined();
  });
});
