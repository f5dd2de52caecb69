import type { ObjectReference } from '../cluster/kube-object.ts';
import { identityOf } from '../manifests/manifest.ts';
import { routeToCanary } from './canary-traffic.ts';
import { deleteAll } from './delete-all.ts';
import type { HistoryFacts, ReleaseRecord } from './release-record.ts';
import type { ReleaseWork } from './release-work.ts';

/**
 * Keeps the record of a revision that is about to be written, after the runs that were lost before it
 * are recorded as abandoned (see `abandonLostRuns`). Where the server does not take the record, nothing
 * is written at all.
 */
export async function beginRevision(
  work: ReleaseWork,
  facts: HistoryFacts,
  record: ReleaseRecord,
  kept: readonly ObjectReference[] = [],
): Promise<void> {
  const { history, signal } = work;
  if (facts.pending.length > 0) {
    await history.rehearse(record, signal);
    await abandonLostRuns(work, facts, kept);
  }
  await history.begin(record, signal);
}

/**
 * Records revisions whose runs were lost as abandoned. Under the release's lock no such run can be at
 * work any more; this one goes straight on to its own objects. What a lost run made for a canary is
 * deleted, save what this run makes too (`kept`).
 */
export async function abandonLostRuns(
  work: ReleaseWork,
  facts: HistoryFacts,
  kept: readonly ObjectReference[] = [],
): Promise<void> {
  const { cluster, context, history, release, signal } = work;
  const own = new Set(kept.map(identityOf));
  for (const record of facts.pending) {
    const run = record.run.url === '' ? '' : ` of ${record.run.url}`;
    context.log.notice(
      `Revision ${record.revision} of release ${release} was left unfinished by a run that was lost${run}; this run goes on with its own objects.`,
    );
    const { canary } = record;
    if (canary !== undefined && (await routeToCanary(cluster, canary, signal)) === undefined) {
      const surplus = canary.objects.filter((each) => !own.has(identityOf(each)));
      await deleteAll(work, surplus);
    }
    const reason = 'its run was lost before it ended';
    await history.finish(record, { outcome: 'abandoned', reason }, signal);
  }
}
