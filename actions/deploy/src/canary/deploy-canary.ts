import { identityOf } from '@kube-delivery/shared/manifests/manifest';
import { beginApplySet } from '@kube-delivery/shared/release/apply-set/parent-scope';
import { attempt } from '@kube-delivery/shared/release/attempt';
import { routeToCanary } from '@kube-delivery/shared/release/canary-traffic';
import { deleteAll } from '@kube-delivery/shared/release/delete-all';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import { putBack } from '@kube-delivery/shared/release/put-back';
import { isScalable, replicasOf } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type {
  CanaryRecord,
  HistoryFacts,
  ReleaseRecord,
} from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import { trimHistory } from '@kube-delivery/shared/release/trim-history';
import { newRecord } from '../new-record.ts';
import { deployRolling } from '../rolling.ts';
import type { Session } from '../session.ts';
import { endUnchanged } from '../unchanged.ts';
import { declaresSame } from './choose-canary.ts';
import { prepareCanary } from './prepare-canary.ts';
import type { PreparedCanary } from './prepare-canary.ts';

/**
 * Brings up a canary beside the stable workload, without traffic: no Service or route leads to it, or it
 * has no pods. The plain way where that is right.
 */
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
    return endUnchanged(session, prepared.plan, { previousRevision, revision, canary });
  }
  if (prepared.risk !== undefined) session.context.log.warning(prepared.risk);
  const record = newRecord(inputs, session.context, facts, plan, prepared.record);
  await beginRevision(session, facts, record, prepared.record.objects);
  // Promotion writes the release's own objects as members, and does not know of the set.
  const members = plan.objects.map(({ reference }) => reference);
  await beginApplySet(session.cluster, session.set, members, signal);
  const failure = await attempt(session, prepared.plan);
  if (failure !== undefined) return endBadCanary(session, record, prepared, { told, failure });
  await history.finish(record, { outcome: 'canary' }, signal);
  await giveUpFormerCanary(session, facts, prepared.record);
  await trimHistory(session, inputs.historyLimit);
  const unwatched = session.watching.wait ? '' : '; readiness was not watched, as wait is false';
  return {
    ...told,
    verdict: 'deployed',
    reason: `${describeCanary(prepared)}${unwatched}`,
    revision: record.revision,
    canary: prepared.record,
  };
}

function describeCanary({ plan, record }: PreparedCanary): string {
  const { stableService, stableWorkload, traffic, workload } = record;
  if (traffic === undefined) {
    return `canary ${workload} is up without traffic beside ${stableWorkload}`;
  }
  const pods = replicasIn(plan, workload);
  return `canary ${workload} is there with ${pods} pods beside ${stableWorkload}; Service ${stableService} sends them their share of the traffic when canary-shift scales it`;
}

function replicasIn({ objects }: ReleasePlan, workload: string): number {
  const planned = objects.find(
    ({ object }) => object.metadata.name === workload && isScalable(object),
  );
  return planned === undefined ? 0 : replicasOf(planned.object);
}

async function endBadCanary(
  session: Session,
  record: ReleaseRecord,
  prepared: PreparedCanary,
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
  const route = await routeToCanary(session.cluster, prepared.record, signal);
  const sender = route === undefined ? serviceToCanary(prepared) : `HTTPRoute ${route}`;
  const deleted = sender === undefined ? await deleteAll(session, prepared.record.objects) : 0;
  if (sender !== undefined) await putBack(session, prepared.plan);
  const undone =
    sender === undefined
      ? 'the canary was removed'
      : `${sender} still sends requests to the canary, which is again what it was before`;
  const reason = `${failure.reason}; ${undone}, and the stable workload was not touched`;
  await history.finish(record, { outcome: 'rolled-back', reason }, signal);
  return { ...all, verdict: 'rolled-back', reason, deleted };
}

/** The Service that sends users' requests to a canary that has pods, where its pods are its traffic. */
function serviceToCanary({ plan, record }: PreparedCanary): string | undefined {
  const isServed = record.traffic === 'replicas' && replicasIn(plan, record.workload) > 0;
  return isServed ? `Service ${record.stableService}` : undefined;
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
