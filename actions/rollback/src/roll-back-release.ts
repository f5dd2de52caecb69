import {
  findRunningCanary,
  removeCanary,
  returnTraffic,
} from '@kube-delivery/shared/release/abort-canary';
import { watchUntilReady, withinTimeout } from '@kube-delivery/shared/release/attempt';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { abandonLostRuns } from '@kube-delivery/shared/release/lost-runs';
import {
  notPainted,
  planColourRestoration,
  restoreByColours,
} from '@kube-delivery/shared/release/blue-green/restore-colour';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import { recordRun } from '@kube-delivery/shared/release/record-run';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import { addedSince, restoreRevision } from '@kube-delivery/shared/release/restore-revision';
import { chooseRevision } from './choose-revision.ts';
import type { Choice } from './choose-revision.ts';
import { emptyPlan } from './ending.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';

type Restore = Extract<Choice, { readonly kind: 'restore' }>;

/**
 * Takes a release that deploy made back to a revision of its history: all of its objects, whoever
 * owns their fields by now; a canary that is up is given up first. With `dryRun` it writes nothing.
 */
export async function rollBackRelease(
  work: ReleaseWork,
  { dryRun, to }: Pick<Inputs, 'dryRun' | 'to'>,
): Promise<Ending> {
  const records = await work.history.list(work.signal);
  const choice = chooseRevision(records, to);
  switch (choice.kind) {
    case 'nothing':
      return { verdict: 'nothing-to-roll-back-to', reason: choice.reason, plan: emptyPlan };
    case 'unchanged':
      return dryRun ? endUnchanged(choice) : stillReady(work, choice);
    case 'restore':
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
  choice: Extract<Choice, { readonly kind: 'unchanged' }>,
): Promise<Ending> {
  const references = choice.running.objects.map(referenceTo);
  const failure = await withinTimeout(work, async (deadline) =>
    work.watching.wait ? watchUntilReady(work, references, deadline) : undefined,
  );
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
  await history.rehearse(record, signal);
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

/** What revisions after the target made and it does not have. */
function addedAfter(records: readonly ReleaseRecord[], target: ReleaseRecord) {
  const later = records.filter(({ revision }) => revision > target.revision);
  return addedSince(
    target,
    later.flatMap(({ created }) => created),
  );
}

function recordOf(
  { context, release }: ReleaseWork,
  facts: {
    readonly revision: number;
    readonly from: number;
    readonly target: ReleaseRecord;
    readonly plan: ReleasePlan;
  },
): ReleaseRecord {
  const { from, plan, revision, target } = facts;
  return {
    schemaVersion: 1,
    release,
    revision,
    outcome: 'pending',
    reason: '',
    strategy: 'rollback',
    rollback: { from, to: target.revision },
    startedAt: context.clock.now().toISOString(),
    run: recordRun(context.run),
    objects: target.objects,
    ...(target.migrations === undefined ? {} : { migrations: target.migrations }),
    created: plan.objects
      .filter(({ action }) => action === 'create')
      .map(({ reference }) => reference),
  };
}
