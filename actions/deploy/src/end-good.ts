import { finishApplySet } from '@kube-delivery/shared/release/apply-set/finish-apply-set';
import { failureOf } from '@kube-delivery/shared/release/failure';
import type { Failure } from '@kube-delivery/shared/release/failure';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { trimHistory } from '@kube-delivery/shared/release/trim-history';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * Ends a revision that is good: prunes what the release no longer has, records it, and deletes surplus
 * history. `reason` is what is worth knowing of it. Where pruning fails the verdict is `failed`, but
 * the revision stays recorded as good: all of it runs.
 */
export async function endGood(
  session: Session,
  facts: HistoryFacts,
  record: ReleaseRecord,
  told: Pick<Ending, 'plan'> & Partial<Ending>,
): Promise<Ending> {
  const { history, inputs, signal, watching } = session;
  const { deleted, failure } = await prune(session);
  await history.finish(record, { outcome: 'deployed' }, signal);
  await trimHistory(session, inputs.historyLimit);
  const all = {
    ...told,
    deleted: (told.deleted ?? 0) + deleted,
    prune: session.prune,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
  };
  if (failure !== undefined) {
    const reason = `all objects are ready, but pruning failed: ${failure.reason}`;
    return { ...all, verdict: 'failed', reason, hint: failure.hint };
  }
  const unwatched = watching.wait ? '' : 'readiness was not watched, as wait is false';
  const reason = [told.reason ?? '', unwatched].filter((each) => each !== '').join('; ');
  return { ...all, verdict: 'deployed', reason };
}

async function prune({
  cluster,
  context: { log },
  prune: plan,
  set,
  signal,
}: Session): Promise<{ readonly deleted: number; readonly failure?: Failure }> {
  try {
    const { deleted } = await finishApplySet(cluster, set, plan, { signal, log });
    return { deleted: deleted.length };
  } catch (error) {
    signal.throwIfAborted();
    return { deleted: 0, failure: failureOf(error) };
  }
}
