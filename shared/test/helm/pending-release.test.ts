import { describe, expect, test } from '@jest/globals';
import type { HelmRevision, HelmStatus } from '../../src/helm/helm-revision.ts';
import { decidePending } from '../../src/helm/pending-release.ts';

const now = new Date('2026-11-21T12:00:00Z');

function revision(
  number: number,
  status: HelmStatus,
  { minutesAgo = 1, of }: { readonly minutesAgo?: number; readonly of?: number } = {},
): HelmRevision {
  return {
    revision: number,
    status,
    description: '',
    chart: 'shop-1.0.0',
    appVersion: '1',
    values: {},
    manifest: '',
    hooks: [],
    labels: of === undefined ? {} : { 'kube-delivery.dev/revision': String(of) },
    writtenAt: new Date(now.getTime() - minutesAgo * 60_000),
    appliedBy: 'server',
  };
}

const lost = [{ revision: 7, helm: { revision: 3, chart: 'shop-1.0.0' } }];

describe('an operation of Helm that has not ended', () => {
  test.each([
    ['a release that is not there', [], 'nothing'],
    ['a good one', [revision(1, 'deployed')], 'nothing'],
    ['a failed one', [revision(1, 'deployed'), revision(2, 'failed')], 'nothing'],
    [
      'a pending one that is not the newest',
      [revision(1, 'pending-upgrade', { minutesAgo: 99 }), revision(2, 'deployed')],
      'nothing',
    ],
  ] as const)('is none for %s', (_, revisions, kind) => {
    expect(decidePending(revisions, lost, now).kind).toBe(kind);
  });

  test('of a run that was lost is undone at once, by its label', () => {
    const revisions = [
      revision(1, 'superseded'),
      revision(2, 'deployed', { of: 6 }),
      revision(3, 'pending-upgrade', { of: 7, minutesAgo: 0 }),
    ];
    expect(decidePending(revisions, lost, now)).toMatchObject({
      kind: 'rollback',
      pending: { revision: 3 },
      to: { revision: 2 },
    });
  });

  test('of somebody else is waited for, although Helm hands labels on, until it is old', () => {
    const pending = (minutesAgo: number) => [
      revision(2, 'deployed', { of: 6 }),
      revision(3, 'pending-upgrade', { of: 6, minutesAgo }),
    ];
    expect(decidePending(pending(9), lost, now).kind).toBe('wait');
    expect(decidePending(pending(11), lost, now).kind).toBe('rollback');
    expect(decidePending(pending(9), [], now).kind).toBe('wait');
  });

  test.each([
    [3, 'rollback'],
    [4, 'rollback'],
    [6, 'rollback'],
    [7, 'wait'],
  ])('that is a rollback is ours by its number: %d is a case of %s', (number, kind) => {
    const revisions = [
      revision(2, 'deployed', { of: 6 }),
      revision(number, 'pending-rollback', { of: 6 }),
    ];
    expect(decidePending(revisions, lost, now).kind).toBe(kind);
  });

  test('goes back to what was superseded in the very last moment', () => {
    const revisions = [
      revision(1, 'superseded'),
      revision(2, 'superseded'),
      revision(3, 'pending-upgrade', { of: 7 }),
    ];
    expect(decidePending(revisions, lost, now)).toMatchObject({ to: { revision: 2 } });
  });

  test.each([
    ['pending-install', [revision(3, 'pending-install', { of: 7 })]],
    [
      'pending-upgrade after failures only',
      [revision(2, 'failed'), revision(3, 'pending-upgrade', { of: 7 })],
    ],
    ['uninstalling', [revision(2, 'superseded'), revision(3, 'uninstalling', { minutesAgo: 11 })]],
  ] as const)('that is %s is deleted', (_, revisions) => {
    expect(decidePending(revisions, lost, now).kind).toBe('uninstall');
  });
});
