import {
  findRunningCanary,
  removeCanary,
  returnTraffic,
} from '@kube-delivery/shared/release/abort-canary';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import { watchUntilReady } from '@kube-delivery/shared/release/watch-until-ready';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { abandonLostRuns } from '@kube-delivery/shared/release/lost-runs';
import {
  notPainted,
  planColourRestoration,
  restoreByColours,
} from '@kube-delivery/shared/release/blue-green/restore-colour';
import { inServingColour } from '@kube-delivery/shared/release/blue-green/serving-colour';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import { restoreRevision } from '@kube-delivery/shared/release/restore-revision';
import { chooseRevision } from './choose-revision.ts';
import type { Choice, Restore } from './choose-revision.ts';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { rollBackChart } from './roll-back-chart.ts';
import { addedAfter, recordOf } from './rollback-record.ts';

/**
 * Takes a release that deploy made back to a revision of its history: all of its objects, whoever
 * owns their fields by now; a canary that is up is given up first, a chart goes back by Helm. With
 * `dryRun` it writes nothing.
 */
export async function rollBackRelease(work: ReleaseWork, inputs: Inputs): Promise<Ending> {
  const { dryRun, to } = inputs;
  const records = await work.history.list(work.signal);
  const choice = chooseRevision(records, to);
  switch (choice.kind) {
    case 'nothing':
      return { verdict: 'nothing-to-roll-back-to', reason: choice.reason, plan: emptyPlan };
    case 'unchanged':
      return dryRun ? endUnchanged(choice) : stillReady(work, records, choice);
    case 'restore':
      if (choice.target.helm !== undefined) return rollBackChart(work, inputs, records, choice);
      return dryRun ? preview(work, records, choice) : restore(work, records, choice);
  }
}

function endUnchanged(
  { running, reason }: Extract<Choice, { readonly kind: 'unchanged' }>,
  verdict: 'planned' | 'unchanged' = 'planned',
): Ending {
  const { revision } = running;
  return { verdict, reason, plan: emptyPlan, from: revision, to: revision };
}

/** What runs is good only when it is seen ready now. */
async function stillReady(
  work: ReleaseWork,
  records: readonly ReleaseRecord[],
  choice: Extract<Choice, { readonly kind: 'unchanged' }>,
): Promise<Ending> {
  const failure = await withinTimeout(work, async (deadline) => {
    if (!work.watching.wait) return undefined;
    const references = choice.running.objects.map(referenceTo);
    const serving = await inServingColour(work, factsOf(records).coloured?.blueGreen, references);
    return watchUntilReady(work, serving, deadline);
  });
  const unchanged = endUnchanged(choice, 'unchanged');
  if (failure === undefined) return unchanged;
  return {
    ...unchanged,
    ...failure,
    verdict: 'failed',
    reason: `${choice.reason}, but ${failure.reason}`,
  };
}

async function preview(
  work: ReleaseWork,
  records: readonly ReleaseRecord[],
  { from, target }: Restore,
): Promise<Ending> {
  const coloured = await planColourRestoration(work, factsOf(records), target);
  const plan = coloured?.plan ?? (await planOf(work, target));
  const added = addedAfter(records, target);
  const deleted =
    coloured === undefined ? added.length : notPainted(coloured.prepared, added).length;
  return { verdict: 'planned', reason: '', plan, from, to: target.revision, deleted };
}

async function restore(
  work: ReleaseWork,
  records: readonly ReleaseRecord[],
  { canary, from, target }: Restore,
): Promise<Ending> {
  const { history, signal } = work;
  const told = { from, to: target.revision };
  const facts = factsOf(records);
  const coloured = await planColourRestoration(work, facts, target);
  const planned = coloured?.plan ?? (await planOf(work, target));
  const record: ReleaseRecord = {
    ...recordOf(work, { revision: facts.newest + 1, from, target, plan: planned }),
    ...(coloured === undefined ? {} : { blueGreen: coloured.blueGreen }),
  };
  const running = canary === undefined ? undefined : await findRunningCanary(work, canary);
  await history.begin(record, signal);
  // While the stable side is as it was, users are best off there at once.
  if (running !== undefined && !running.touchesStable) await returnTraffic(work, running);
  const added = addedAfter(records, target);
  const { plan, failure, deleted } =
    coloured === undefined
      ? await restoreRevision(work, target, added, takenDown(facts.astray))
      : await restoreByColours(work, coloured, added);
  if (failure !== undefined) {
    const reason = `going back to revision ${target.revision} failed: ${failure.reason}`;
    await history.finish(record, { outcome: 'failed', reason }, signal);
    return { ...told, ...failure, verdict: 'failed', reason, plan };
  }
  if (running?.touchesStable === true) await returnTraffic(work, running);
  const removed = running === undefined ? 0 : await removeCanary(work, running);
  await abandonLostRuns(work, facts);
  await history.finish(record, { outcome: 'deployed' }, signal);
  const unwatched = work.watching.wait ? '' : 'readiness was not watched, as wait is false';
  return { ...told, verdict: 'rolled-back', reason: unwatched, plan, deleted: deleted + removed };
}

function planOf(
  { cluster, signal }: ReleaseWork,
  { objects }: ReleaseRecord,
): Promise<ReleasePlan> {
  return planRelease(cluster, objects, { force: true }, signal);
}
