import { attempt } from '@kube-delivery/shared/release/attempt';
import { recordOfColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { notPainted } from '@kube-delivery/shared/release/blue-green/restore-colour';
import { deleteAll } from '@kube-delivery/shared/release/delete-all';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { recordEnd } from '@kube-delivery/shared/release/record-end';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { addedSince } from '@kube-delivery/shared/release/restore-revision';
import { endGood } from '../end-good.ts';
import type { Ending } from '../ending.ts';
import { newRecord } from '../new-record.ts';
import type { Session } from '../session.ts';
import { declaredCreations } from './declared-creations.ts';
import type { ColouredRecord } from './leave-bad-colour.ts';
import { restoreIn } from './restore-in.ts';

/**
 * Writes a release whose pods stay as they are: there is nothing that a second colour would show. The
 * colour that was left before keeps its deadline.
 */
export async function stayInColour(
  session: Session,
  facts: HistoryFacts,
  declared: ReleasePlan,
  { plan, prepared }: { readonly plan: ReleasePlan; readonly prepared: PreparedColour },
): Promise<Ending> {
  const { context, inputs } = session;
  const { scaleDownAt } = facts.lastGood?.blueGreen ?? {};
  const blueGreen = {
    ...recordOfColour(prepared),
    ...(scaleDownAt === undefined ? {} : { scaleDownAt }),
  };
  const record: ColouredRecord = {
    ...newRecord(inputs, context, facts, declared),
    created: declaredCreations(plan, declared),
    blueGreen,
  };
  await beginRevision(session, facts, record);
  const failure = await attempt(session, plan);
  if (failure !== undefined) {
    return endBadStay(session, facts, record, { plan, failure });
  }
  const note = `no pods behind Service ${blueGreen.service} change, so nothing was switched`;
  return endGood(session, facts, record, { plan, reason: note });
}

/** Goes back to the last good revision in the same colour, unless it is to be left for looking at. */
async function endBadStay(
  session: Session,
  { lastGood, strayCreations }: HistoryFacts,
  record: ColouredRecord,
  { failure, plan }: Pick<Ending, 'plan'> & { readonly failure: Failure },
): Promise<Ending> {
  const { blueGreen, created, revision } = record;
  const { diagnoses, hint } = failure;
  const told = { plan, hint, diagnoses, revision, previousRevision: lastGood?.revision };
  const restored =
    session.inputs.onFailure === 'hold' || lastGood === undefined
      ? undefined
      : await restoreIn(session, lastGood, blueGreen, blueGreen.colour);
  if (restored?.prepared === undefined || lastGood === undefined) {
    const reason = `${failure.reason}; its objects are left for looking at`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    return { ...told, verdict: 'failed', reason };
  }
  if (restored.failure !== undefined) {
    const reason = `${failure.reason}; and going back to revision ${lastGood.revision} failed: ${restored.failure.reason}`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    const all = [...diagnoses, ...restored.failure.diagnoses];
    return { ...told, verdict: 'rollback-failed', reason, diagnoses: all };
  }
  const added = addedSince(lastGood, [...strayCreations, ...created]);
  const deleted = await deleteAll(session, notPainted(restored.prepared, added));
  const reason = `${failure.reason}; revision ${lastGood.revision} runs again`;
  const end = { outcome: 'rolled-back', restored: lastGood.revision, reason } as const;
  await recordEnd(session, record, end);
  return { ...told, verdict: 'rolled-back', reason, deleted };
}
