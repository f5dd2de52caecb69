import { revisionMark } from '../release/marks.ts';
import type { HistoryFacts, ReleaseRecord } from '../release/release-record.ts';
import type { HelmRevision } from './helm-revision.ts';

/**
 * Helm's newest revision that holds what a record of the history was: the one it was made as, or one
 * that a later, bad revision went back to it by. Undefined where Helm keeps none of them.
 */
export function helmRevisionOf(
  good: ReleaseRecord,
  records: readonly ReleaseRecord[],
  revisions: readonly HelmRevision[],
): HelmRevision | undefined {
  const numbers = records.flatMap(({ helm, outcome, restored, revision }) => {
    if (helm === undefined) return [];
    const wentBack = outcome === 'rolled-back' && restored === good.revision;
    return wentBack || revision === good.revision ? [helm.revision] : [];
  });
  return revisions.findLast(
    ({ revision, status }) => numbers.includes(revision) && isWhole(status),
  );
}

/**
 * Helm's revision to go back to when the next one is bad. `revisions` are those before it: where the
 * history says that the cluster is left at a good revision, the deployed one; else the one of the last
 * good record. Of a release that has no history here, what Helm has deployed counts as good.
 */
export function revisionToGoBackTo(
  facts: HistoryFacts,
  records: readonly ReleaseRecord[],
  revisions: readonly HelmRevision[],
): HelmRevision | undefined {
  const deployed = revisions.findLast(({ status }) => status === 'deployed');
  if (facts.running !== undefined) {
    // A good record without Helm is of manifests, to which Helm has no way back.
    return facts.running.helm === undefined ? undefined : deployed;
  }
  if (facts.lastGood !== undefined) return helmRevisionOf(facts.lastGood, records, revisions);
  const isForeign = deployed !== undefined && deployed.labels[revisionMark] === undefined;
  return isForeign ? deployed : undefined;
}

function isWhole(status: HelmRevision['status']): boolean {
  return status === 'deployed' || status === 'superseded';
}
