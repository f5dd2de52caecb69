import { identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type {
  CanaryRecord,
  HistoryFacts,
  ReleaseRecord,
} from '@kube-delivery/shared/release/release-record';
import { attempt } from '../attempt.ts';
import type { Ending, Failure } from '../ending.ts';
import { abandonLostRuns } from '../lost-runs.ts';
import { newRecord } from '../new-record.ts';
import { deployRolling } from '../rolling.ts';
import type { Session } from '../session.ts';
import { deleteAll } from '../undo.ts';
import { declaresSame } from './choose-canary.ts';
import { prepareCanary } from './prepare-canary.ts';
import type { PreparedCanary } from './prepare-canary.ts';

/** Brings up a canary beside the stable workload, without traffic; the plain way where that is right. */
export async function deployCanary(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<Ending> {
  const prepared = await prepareCanary(session, facts, plan);
  if ('verdict' in prepared) return prepared;
  if ('rolling' in prepared) return deployRolling(session, facts, plan, prepared.rolling);
  const { history, inputs, signal } = session;
  const previousRevision = facts.lastGood?.revision;
  const told = { plan: prepared.plan, previousRevision };
  if (isUp(facts.canary, plan, prepared)) {
    const { revision, canary } = facts.canary;
    return { ...told, verdict: 'unchanged', reason: '', revision, canary };
  }
  const record = newRecord(inputs, session.context, facts, plan, prepared.record);
  await history.rehearse(record, signal);
  await abandonLostRuns(session, facts);
  await history.begin(record, signal);
  const failure = await attempt(session, prepared.plan);
  if (failure !== undefined) return endBadCanary(session, record, prepared, { told, failure });
  await history.finish(record, { outcome: 'canary' }, signal);
  await giveUpFormerCanary(session, facts, prepared.record);
  await history.trim(inputs.historyLimit, signal);
  const { stableWorkload, workload } = prepared.record;
  const unwatched = inputs.wait ? '' : '; readiness was not watched, as wait is false';
  return {
    ...told,
    verdict: 'deployed',
    reason: `canary ${workload} is up without traffic beside ${stableWorkload}${unwatched}`,
    revision: record.revision,
    canary: prepared.record,
  };
}

async function endBadCanary(
  session: Session,
  record: ReleaseRecord,
  { plan }: PreparedCanary,
  {
    told,
    failure,
  }: { readonly told: Pick<Ending, 'plan' | 'previousRevision'>; readonly failure: Failure },
): Promise<Ending> {
  const { history, inputs, signal } = session;
  const { hint, diagnoses } = failure;
  const all = { ...told, hint, diagnoses, revision: record.revision };
  if (inputs.onFailure === 'hold') {
    const reason = `${failure.reason}; on-failure is hold, and the canary is left for looking at`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    return { ...all, verdict: 'failed', reason, canary: record.canary };
  }
  const deleted = await deleteAll(
    session,
    plan.objects.map(({ reference }) => reference),
  );
  const reason = `${failure.reason}; the canary was removed and the stable workload was not touched`;
  await history.finish(record, { outcome: 'rolled-back', reason }, signal);
  return { ...all, verdict: 'rolled-back', reason, deleted };
}

/** The record of a canary that this one took the place of, and what only that one needed. */
async function giveUpFormerCanary(
  session: Session,
  { canary: former, newest }: HistoryFacts,
  record: CanaryRecord,
): Promise<void> {
  if (former?.canary === undefined) return;
  const kept = new Set(record.objects.map(identityOf));
  const surplus = former.canary.objects.filter((each) => !kept.has(identityOf(each)));
  await deleteAll(session, surplus);
  const reason = `revision ${newest + 1} took the place of its canary`;
  await session.history.finish(former, { outcome: 'abandoned', reason }, session.signal);
}

function isUp(
  former: ReleaseRecord | undefined,
  plan: ReleasePlan,
  prepared: PreparedCanary,
): former is ReleaseRecord {
  return (
    former !== undefined &&
    prepared.plan.objects.every(({ action }) => action === 'unchanged') &&
    declaresSame(plan, former.objects)
  );
}
