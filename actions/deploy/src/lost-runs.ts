import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { Session } from './session.ts';

/**
 * Records revisions whose runs were lost as abandoned. Under the release's lock no such run can be at
 * work any more; this one goes straight on to its own manifests.
 */
export async function abandonLostRuns(session: Session, facts: HistoryFacts): Promise<void> {
  const { context, history, inputs, signal } = session;
  for (const record of facts.pending) {
    const run = record.run.url === '' ? '' : ` of ${record.run.url}`;
    context.log.notice(
      `Revision ${record.revision} of release ${inputs.release} was left unfinished by a run that was lost${run}; this run goes on with its own manifests.`,
    );
    const reason = 'its run was lost before it ended';
    await history.finish(record, { outcome: 'abandoned', reason }, signal);
  }
}
