import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { routeToCanary } from './canary/canary-traffic.ts';
import { deleteAll } from './delete-all.ts';
import type { Session } from './session.ts';

/**
 * Records revisions whose runs were lost as abandoned. Under the release's lock no such run can be at
 * work any more; this one goes straight on to its own manifests. What a lost run made for a canary is
 * deleted, save what this run makes too (`kept`).
 */
export async function abandonLostRuns(
  session: Session,
  facts: HistoryFacts,
  kept: readonly ObjectReference[] = [],
): Promise<void> {
  const { cluster, context, history, inputs, signal } = session;
  const own = new Set(kept.map(identityOf));
  for (const record of facts.pending) {
    const run = record.run.url === '' ? '' : ` of ${record.run.url}`;
    context.log.notice(
      `Revision ${record.revision} of release ${inputs.release} was left unfinished by a run that was lost${run}; this run goes on with its own manifests.`,
    );
    const { canary } = record;
    if (canary !== undefined && (await routeToCanary(cluster, canary, signal)) === undefined) {
      const surplus = canary.objects.filter((each) => !own.has(identityOf(each)));
      await deleteAll(session, surplus);
    }
    const reason = 'its run was lost before it ended';
    await history.finish(record, { outcome: 'abandoned', reason }, signal);
  }
}
