import type { Failure } from '@kube-delivery/shared/release/failure';
import { goBackByHelm } from '@kube-delivery/shared/helm/go-back';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { trimHistory } from '@kube-delivery/shared/release/trim-history';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { helmHistoryLimit } from './helm-history-limit.ts';
import type { PlannedChart } from './plan-chart-release.ts';

/** Ends a chart's revision that is good. */
export async function endChartGood(
  session: Session,
  facts: HistoryFacts,
  record: ReleaseRecord,
  { plan, deleted, objects }: PlannedChart,
): Promise<Ending> {
  const { history, inputs, signal, watching } = session;
  await history.finish(record, { outcome: 'deployed' }, signal);
  await trimHistory(session, inputs.historyLimit);
  return {
    verdict: 'deployed',
    reason: watching.wait ? '' : 'readiness was not watched, as wait is false',
    objects,
    plan,
    deleted: deleted.length,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
  };
}

/** What the ending of a bad revision depends on. */
export interface BadChart {
  readonly facts: HistoryFacts;
  readonly record: ReleaseRecord;
  readonly planned: PlannedChart;
  readonly failure: Failure;
  /** Helm's revision to go back to. */
  readonly good: HelmRevision | undefined;
}

/**
 * Ends a chart's revision that is bad: Helm goes back to the last good one if that is asked for and
 * there is one. The way back is watched like the way out.
 */
export async function endChartFailed(
  session: Session,
  helm: HelmClient,
  { facts, failure, good, planned, record }: BadChart,
): Promise<Ending> {
  const { context, history, inputs, signal } = session;
  const told = {
    plan: planned.plan,
    objects: planned.objects,
    hint: failure.hint,
    diagnoses: failure.diagnoses,
    revision: record.revision,
    previousRevision: facts.lastGood?.revision,
  };
  if (good === undefined || inputs.onFailure === 'hold') {
    const why =
      inputs.onFailure === 'hold' ? 'on-failure is hold' : nothingToGoBackTo(facts.lastGood);
    const reason = `${failure.reason}; ${why}, and its objects are left for looking at`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    return { ...told, verdict: 'failed', reason };
  }
  const target = describeTarget(facts.lastGood, good);
  context.log.warning(
    `Release ${inputs.release} revision ${record.revision} is bad: ${failure.reason}. Going back to ${target}.`,
  );
  const again = await goBackByHelm(session, helm, good, helmHistoryLimit(inputs.historyLimit));
  if (again !== undefined) {
    const reason = `${failure.reason}; and going back to ${target} failed: ${again.reason}`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    const diagnoses = [...failure.diagnoses, ...again.diagnoses];
    const hint = `Look at helm history ${inputs.release}; by hand: helm rollback ${inputs.release} ${good.revision} --namespace ${session.cluster.namespace}`;
    return { ...told, verdict: 'rollback-failed', reason, diagnoses, hint };
  }
  const reason = `${failure.reason}; ${target} runs again`;
  const restored = facts.lastGood?.revision;
  await history.finish(
    record,
    { outcome: 'rolled-back', reason, ...(restored === undefined ? {} : { restored }) },
    signal,
  );
  return { ...told, verdict: 'rolled-back', reason };
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
