import { revisionMark } from '../release/marks.ts';
import type { ReleaseRecord } from '../release/release-record.ts';
import type { HelmRevision } from './helm-revision.ts';

/** What has to be done before Helm takes a release up again. */
export type PendingDecision =
  | { readonly kind: 'nothing' }
  /** Somebody else's Helm may still be at work on this revision. */
  | { readonly kind: 'wait'; readonly pending: HelmRevision }
  | { readonly kind: 'rollback'; readonly pending: HelmRevision; readonly to: HelmRevision }
  /** It never got as far as being deployed. */
  | { readonly kind: 'uninstall'; readonly pending: HelmRevision };

/** A run makes one revision, or a few where it had to try again, and one by which it goes back. */
const mostTries = 3;

/** Twice as long as Helm waits for a hook unless it is told otherwise; hooks write the record anew. */
export const foreignPatience = 10 * 60_000;

/**
 * What to do about an operation of Helm's that has not ended. `lost` are records of runs that are known
 * to be dead, as this one holds the release's lock and they did not outlive their Helm: what they left
 * is taken up at once. Of anybody else's only what has not moved for ten minutes is.
 */
export function decidePending(
  revisions: readonly HelmRevision[],
  lost: readonly Pick<ReleaseRecord, 'revision' | 'helm'>[],
  now: Date,
): PendingDecision {
  const pending = revisions.at(-1);
  if (pending === undefined || !isUnderWay(pending)) return { kind: 'nothing' };
  const age = now.getTime() - pending.writtenAt.getTime();
  if (!isOurs(pending, lost) && age < foreignPatience) return { kind: 'wait', pending };
  const deployed = revisions.findLast(({ status }) => status === 'deployed');
  // Helm supersedes a revision a moment before the next one is deployed.
  const to = deployed ?? revisions.findLast(({ status }) => status === 'superseded');
  if (to === undefined || pending.status === 'uninstalling') return { kind: 'uninstall', pending };
  return { kind: 'rollback', pending, to };
}

function isUnderWay({ status }: HelmRevision): boolean {
  return status.startsWith('pending-') || status === 'uninstalling';
}

/**
 * An upgrade carries the number of its record. A rollback carries the labels of the revision that it
 * goes back to; it is known by its own number, which is not far behind the one of the record.
 */
function isOurs(
  { labels, revision, status }: HelmRevision,
  lost: readonly Pick<ReleaseRecord, 'revision' | 'helm'>[],
): boolean {
  return lost.some((record) => {
    if (status !== 'pending-rollback') return labels[revisionMark] === String(record.revision);
    const begun = record.helm?.revision ?? Number.POSITIVE_INFINITY;
    return revision >= begun && revision <= begun + mostTries;
  });
}
