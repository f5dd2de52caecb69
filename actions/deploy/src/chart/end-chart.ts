import { revisionToGoBackTo } from '@kube-delivery/shared/helm/good-revision';
import { goBackByHelm } from '@kube-delivery/shared/helm/go-back';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import { helmHistoryLimit } from '@kube-delivery/shared/helm/helm-history-limit';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import { failureOf } from '@kube-delivery/shared/release/failure';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { recordEnd } from '@kube-delivery/shared/release/record-end';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import { trimHistory } from '@kube-delivery/shared/release/trim-history';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { endOfPods, holdOf } from '../undo.ts';
import type { PlannedChart } from './plan-chart-release.ts';
import type { ChartWork } from './bring-out.ts';

/** A chart's revision that was written. */
export interface WrittenChart extends ChartWork {
  readonly record: ReleaseRecord;
}

/** Ends a chart's revision that is good. */
export async function endChartGood(
  session: Session,
  helm: HelmClient,
  { planned, record, state }: WrittenChart,
): Promise<Ending> {
  const { history, inputs, signal, watching } = session;
  await history.finish(await atHelmsEnd(session, helm, record), { outcome: 'deployed' }, signal);
  await trimHistory(session, inputs.historyLimit);
  return {
    verdict: 'deployed',
    reason: watching.wait ? '' : 'readiness was not watched, as wait is false',
    ...toldOf(planned, record),
    deleted: planned.deleted.length,
    previousRevision: state.facts.lastGood?.revision,
  };
}

/**
 * Ends a chart's revision that is bad: Helm goes back to the last good one if that is asked for and
 * there is one. The way back is watched like the way out.
 */
export async function endChartFailed(
  session: Session,
  helm: HelmClient,
  { failure, planned, record, records, state }: WrittenChart & { readonly failure: Failure },
): Promise<Ending> {
  const { context, inputs } = session;
  const { facts, revisions } = state;
  const { lastGood } = facts;
  const told = {
    ...toldOf(planned, record),
    hint: failure.hint,
    diagnoses: failure.diagnoses,
    previousRevision: lastGood?.revision,
  };
  const end = async (outcome: 'failed' | 'rolled-back', reason: string): Promise<void> => {
    const restored = outcome === 'failed' ? undefined : lastGood?.revision;
    const ended = await atHelmsEnd(session, helm, record);
    const how = { outcome, reason, ...(restored === undefined ? {} : { restored }) };
    await recordEnd(session, ended, how);
  };
  const down = takenDown([record, ...facts.astray]);
  const hold = holdOf(inputs, failure);
  const good = revisionToGoBackTo(facts, records, revisions);
  if (good === undefined || hold !== undefined) {
    const why = hold === undefined ? nothingToGoBackTo(lastGood) : `${hold} is hold`;
    const pods = await endOfPods(session, down, { hold: hold !== undefined });
    const reason = `${failure.reason}; ${why}, and its objects are left for looking at${pods.told}`;
    await end('failed', reason);
    return { ...told, verdict: 'failed', reason, hint: pods.hint ?? told.hint };
  }
  const target = describeTarget(lastGood, good);
  context.log.warning(
    `Release ${inputs.release} revision ${record.revision} is bad: ${failure.reason}. Going back to ${target}.`,
  );
  const again = await goBackByHelm(
    session,
    helm,
    good,
    helmHistoryLimit(inputs.historyLimit),
    down,
  );
  if (again !== undefined) {
    const reason = `${failure.reason}; and going back to ${target} failed: ${again.reason}`;
    await end('failed', reason);
    const diagnoses = [...failure.diagnoses, ...again.diagnoses];
    const byHand = [
      `helm history ${inputs.release} --namespace ${session.cluster.namespace}`,
      `helm rollback ${inputs.release} ${good.revision} --namespace ${session.cluster.namespace}`,
    ];
    context.log.info(`To go back to ${target} by hand:`);
    for (const command of byHand) context.log.info(command);
    const cause = again.hint === undefined ? '' : `${again.hint} `;
    const hint = `${cause}What runs is neither revision for sure: go back by hand with the commands that the log and the summary show, or run rollback when the cause is gone.`;
    return { ...told, verdict: 'rollback-failed', reason, hint, diagnoses, byHand };
  }
  const reason = `${failure.reason}; ${target} runs again`;
  await end('rolled-back', reason);
  return { ...told, verdict: 'rolled-back', reason };
}

function toldOf({ objects, plan }: PlannedChart, { revision }: ReleaseRecord) {
  return { objects, plan, revision };
}

/** The record with the revision that Helm has come to; where that cannot be read, as it is. */
async function atHelmsEnd(
  { signal }: Session,
  helm: HelmClient,
  record: ReleaseRecord,
): Promise<ReleaseRecord> {
  try {
    const newest = (await helm.history(signal)).at(-1);
    if (newest === undefined || record.helm === undefined) return record;
    return { ...record, helm: { ...record.helm, revision: newest.revision } };
  } catch (error) {
    signal.throwIfAborted();
    failureOf(error);
    return record;
  }
}

function nothingToGoBackTo(lastGood: ReleaseRecord | undefined): string {
  if (lastGood === undefined) {
    return 'this is the first release of its name, so there is nothing to go back to';
  }
  return lastGood.helm === undefined
    ? `the last good revision ${lastGood.revision} is of manifests, to which Helm has no way back`
    : `Helm keeps the last good revision ${lastGood.revision} no longer`;
}

function describeTarget(lastGood: ReleaseRecord | undefined, good: HelmRevision): string {
  return lastGood === undefined
    ? `Helm's revision ${good.revision}`
    : `revision ${lastGood.revision}`;
}
