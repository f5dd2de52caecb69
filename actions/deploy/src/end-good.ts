import { finishApplySet } from '@kube-delivery/shared/release/apply-set/finish-apply-set';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { trimHistory } from '@kube-delivery/shared/release/trim-history';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * Ends a revision that is good: prunes what the release no longer has, records it, and deletes surplus
 * history. `reason` is what is worth knowing of it.
 */
export async function endGood(
  session: Session,
  facts: HistoryFacts,
  record: ReleaseRecord,
  told: Pick<Ending, 'plan'> & Partial<Ending>,
): Promise<Ending> {
  const { cluster, context, history, inputs, set, signal, watching } = session;
  const { log } = context;
  const { deleted } = await finishApplySet(cluster, set, session.prune, { signal, log });
  await history.finish(record, { outcome: 'deployed' }, signal);
  await trimHistory(session, inputs.historyLimit);
  const unwatched = watching.wait ? '' : 'readiness was not watched, as wait is false';
  return {
    ...told,
    verdict: 'deployed',
    reason: [told.reason ?? '', unwatched].filter((each) => each !== '').join('; '),
    deleted: (told.deleted ?? 0) + deleted.length,
    prune: session.prune,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
  };
}
