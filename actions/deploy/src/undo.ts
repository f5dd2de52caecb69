import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { groupOf, identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { attempt } from './attempt.ts';
import { deleteAll } from './delete-all.ts';
import type { Ending, Failure } from './ending.ts';
import { describeRefusal } from './refusals.ts';
import type { Session } from './session.ts';

/** Deleting these takes data, or the objects inside them, along. */
const keptKinds = [
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
  'apiextensions.k8s.io/CustomResourceDefinition',
];

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
  const again = await restore(session, good, strays(facts, record, good));
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

async function restore(
  session: Session,
  good: ReleaseRecord,
  added: readonly ObjectReference[],
): Promise<{ readonly failure: Failure | undefined; readonly deleted: number }> {
  const { cluster, signal } = session;
  const plan = await planRelease(cluster, good.objects, { force: true }, signal);
  const [refusal] = plan.refusals;
  if (refusal) {
    return { failure: { reason: describeRefusal(refusal), diagnoses: [] }, deleted: 0 };
  }
  const failure = await attempt(session, plan);
  // What was added stays for looking at where even the way back fails.
  return { failure, deleted: failure === undefined ? await deleteAll(session, added) : 0 };
}

/** What bad revisions added and the good one does not have. */
function strays(
  facts: HistoryFacts,
  record: ReleaseRecord,
  good: ReleaseRecord,
): readonly ObjectReference[] {
  const wanted = new Set(good.objects.map((object) => identityOf(referenceTo(object))));
  const added = new Map(
    [...facts.strayCreations, ...record.created].map((each) => [identityOf(each), each]),
  );
  return [...added]
    .filter(([identity]) => !wanted.has(identity))
    .map(([, reference]) => reference)
    .filter((reference) => !keptKinds.includes(`${groupOf(reference)}/${reference.kind}`));
}
