import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { Aim } from './inputs.ts';

/** A rollback that has somewhere to go. */
export interface Restore {
  readonly kind: 'restore';
  /** The revision that the cluster is taken back from. */
  readonly from: number;
  readonly target: ReleaseRecord;
  /** The revision whose canary is up, where one is. */
  readonly canary: ReleaseRecord | undefined;
}

/** Where a rollback goes. */
export type Choice =
  | Restore
  | { readonly kind: 'unchanged'; readonly running: ReleaseRecord; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string };

/**
 * Chooses the revision of a release to go back to, never one that was recorded bad. `last-good` is the
 * newest good revision before the running one; where a bad, lost or canary revision came last it is
 * the last good one itself, and where the running state is a rollback's result already, nothing is to
 * be done. A rollback that failed or was lost is tried again towards the same revision.
 */
export function chooseRevision(records: readonly ReleaseRecord[], to: Aim): Choice {
  const newest = records.at(-1);
  if (newest === undefined) return { kind: 'nothing', reason: 'the release has no history' };
  const { lastGood, running } = factsOf(records);
  const canary = openCanary(records, lastGood);
  const unfinished = newest.outcome === 'deployed' ? undefined : newest.rollback;
  const from = unfinished?.from ?? canary?.revision ?? running?.revision ?? newest.revision;
  const restore = (target: ReleaseRecord): Choice => ({ kind: 'restore', from, target, canary });
  const good = records.filter(({ outcome }) => outcome === 'deployed');
  const nothing = (what: string): Choice => ({
    kind: 'nothing',
    reason: `${what}; ${describeGood(good)}`,
  });

  if (to !== 'last-good') {
    const target = records.find(({ revision }) => revision === to);
    if (target === undefined) return nothing(`revision ${to} is not in the history`);
    if (target.outcome !== 'deployed')
      return nothing(`revision ${to} was recorded ${target.outcome}`);
    if (target === running && canary === undefined) {
      return { kind: 'unchanged', running, reason: `revision ${to} is what runs` };
    }
    return restore(target);
  }
  const again = good.find(({ revision }) => revision === unfinished?.to);
  if (again !== undefined) return restore(again);
  if (lastGood === undefined) return nothing('no revision was good');
  if (canary !== undefined || running === undefined) return restore(lastGood);
  const isTakenBack = running.rollback !== undefined || newest.outcome !== 'deployed';
  if (isTakenBack) {
    const reason = `revision ${running.revision} runs as the result of a rollback`;
    return { kind: 'unchanged', running, reason };
  }
  const before = good.findLast(({ revision }) => revision < running.revision);
  return before === undefined
    ? nothing(`there is no good revision before ${running.revision}, which runs`)
    : restore(before);
}

/** The newest canary since the last good revision that nobody has promoted or removed. */
function openCanary(
  records: readonly ReleaseRecord[],
  lastGood: ReleaseRecord | undefined,
): ReleaseRecord | undefined {
  return records.findLast(
    ({ canary, outcome, revision }) =>
      canary !== undefined &&
      ['canary', 'failed', 'pending'].includes(outcome) &&
      revision > (lastGood?.revision ?? 0),
  );
}

function describeGood(good: readonly ReleaseRecord[]): string {
  if (good.length === 0) return 'the history holds no good revision';
  const list = good.map(({ revision }) => revision).join(', ');
  return `the good revisions that are there: ${list}`;
}
