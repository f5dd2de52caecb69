import type { Failure } from '@kube-delivery/shared/release/failure';
import { recordEnd } from '@kube-delivery/shared/release/record-end';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { restoreByHand } from '@kube-delivery/shared/release/restore-by-hand';
import { addedSince, restoreRevision } from '@kube-delivery/shared/release/restore-revision';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { bringBack, describeScaled, leftAtZero } from './recreate/left-at-zero.ts';
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
  const { cluster, context, inputs } = session;
  const { failure, plan } = ending;
  const good = facts.lastGood;
  const told = {
    plan,
    hint: failure.hint,
    diagnoses: failure.diagnoses,
    revision: record.revision,
    previousRevision: good?.revision,
  };
  const down = takenDown([record, ...facts.astray]);
  const hold = holdOf(inputs, failure);
  if (good === undefined || hold !== undefined) {
    const why =
      hold === undefined
        ? 'this is the first release of its name, so there is nothing to go back to'
        : `${hold} is hold`;
    const pods = await endOfPods(session, down, { hold: hold !== undefined });
    const reason = `${failure.reason}; ${why}, and its objects are left for looking at${pods.told}`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    return { ...told, verdict: 'failed', reason, hint: pods.hint ?? told.hint };
  }
  context.log.warning(
    `Release ${inputs.release} revision ${record.revision} is bad: ${failure.reason}. Going back to revision ${good.revision}.`,
  );
  const added = addedSince(good, [...facts.strayCreations, ...record.created]);
  const again = await restoreRevision(session, good, added, down);
  if (again.failure !== undefined) {
    const reason = `${failure.reason}; and going back to revision ${good.revision} failed: ${again.failure.reason}`;
    await recordEnd(session, record, { outcome: 'failed', reason });
    const diagnoses = [...failure.diagnoses, ...again.failure.diagnoses];
    const byHand = restoreByHand(good, cluster.namespace, added, down);
    context.log.info(`To go back to revision ${good.revision} by hand:`);
    for (const command of byHand) context.log.info(command);
    const cause = again.failure.hint === undefined ? '' : `${again.failure.hint} `;
    const hint = `${cause}What runs is neither revision for sure: go back by hand with the commands that the log and the summary show, or run rollback when the cause is gone.`;
    return { ...told, verdict: 'rollback-failed', reason, hint, diagnoses, byHand };
  }
  const isUntouched = failure.step === 'migration' && record.scaledDown === undefined;
  const untouched = isUntouched ? '; no workload was touched' : '';
  const reason = `${failure.reason}${untouched}; revision ${good.revision} runs again`;
  const end = { outcome: 'rolled-back', restored: good.revision, reason } as const;
  await recordEnd(session, record, end);
  return { ...told, verdict: 'rolled-back', reason, deleted: again.deleted };
}

/** The input that lets a bad release stay, where one does. */
export function holdOf(
  { onFailure, recreate, strategy }: Inputs,
  { step }: Failure,
): string | undefined {
  if (strategy === 'recreate' && step === 'migration') {
    return recreate.onMigrationFailure === 'hold' ? 'on-migration-failure' : undefined;
  }
  return onFailure === 'hold' ? 'on-failure' : undefined;
}

/** What becomes of workloads that are still down when nothing else is undone. */
export async function endOfPods(
  session: Session,
  down: readonly ScaledWorkload[],
  { hold }: { readonly hold: boolean },
): Promise<{ readonly told: string; readonly hint?: string }> {
  const still = await leftAtZero(session, down);
  if (still.length === 0) return { told: '' };
  if (!hold) return { told: `; what was down ${await bringBack(session, still)}` };
  return {
    told: `; these stay at 0 pods (they had): ${describeScaled(still)}`,
    hint: 'The release is down: deploy again when the cause is gone, which brings its pods up, or run rollback to bring the last good revision back',
  };
}
