import type { Failure } from '@kube-delivery/shared/release/failure';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { addedSince, restoreRevision } from '@kube-delivery/shared/release/restore-revision';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * Ends a revision that is bad: goes back to the last good one if that is asked for and there is one,
 * and records how it ended. The way back is watched like the way out.
 */
export async function endFailed(
  session: Session,
  facts: HistoryFacts,
  record: ReleaseRecord,
  ending: Pick<Ending, 'plan'> & { readonly failure: Failure },
): Promise<Ending> {
  const { history, inputs, signal } = session;
  const { failure, plan } = ending;
  const good = facts.lastGood;
  const told = {
    plan,
    hint: failure.hint,
    diagnoses: failure.diagnoses,
    revision: record.revision,
    previousRevision: good?.revision,
  };
  if (good === undefined || inputs.onFailure === 'hold') {
    const why =
      good === undefined
        ? 'this is the first release of its name, so there is nothing to go back to'
        : 'on-failure is hold';
    const reason = `${failure.reason}; ${why}, and its objects are left for looking at`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    return { ...told, verdict: 'failed', reason };
  }
  session.context.log.warning(
    `Release ${inputs.release} revision ${record.revision} is bad: ${failure.reason}. Going back to revision ${good.revision}.`,
  );
  const added = addedSince(good, [...facts.strayCreations, ...record.created]);
  const again = await restoreRevision(session, good, added);
  if (again.failure !== undefined) {
    const reason = `${failure.reason}; and going back to revision ${good.revision} failed: ${again.failure.reason}`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    const diagnoses = [...failure.diagnoses, ...again.failure.diagnoses];
    return { ...told, verdict: 'rollback-failed', reason, diagnoses };
  }
  const reason = `${failure.reason}; revision ${good.revision} runs again`;
  const end = { outcome: 'rolled-back', restored: good.revision, reason } as const;
  await history.finish(record, end, signal);
  return { ...told, verdict: 'rolled-back', reason, deleted: again.deleted };
}
