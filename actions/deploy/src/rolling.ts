import { isDeepStrictEqual } from 'node:util';
import { identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { attempt } from '@kube-delivery/shared/release/attempt';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import { allPlanned } from '@kube-delivery/shared/release/release-plan';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { leftDown } from '@kube-delivery/shared/release/scale/scale-up';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import { endGood } from './end-good.ts';
import type { Ending } from './ending.ts';
import { newRecord } from './new-record.ts';
import { endPlanned } from './rollout.ts';
import type { Rollout } from './rollout.ts';
import type { Session } from './session.ts';
import { endUnchanged } from './unchanged.ts';
import { endFailed } from './undo.ts';

/** Applies the release, and lets each object update itself. */
export const rolling: Rollout = {
  preview: (session, facts, plan) => Promise.resolve(endPlanned(session, facts, { plan })),
  deploy: (session, facts, plan) => deployRolling(session, facts, plan),
};

/**
 * Applies the release as the objects' own update strategies have it, watches it, and goes back when
 * it is bad. `note` is told with a good ending.
 */
export async function deployRolling(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
  note = '',
): Promise<Ending> {
  const { inputs } = session;
  if (isUnchanged(session, facts, plan)) {
    const revision = facts.running?.revision;
    return endUnchanged(session, plan, { revision, previousRevision: revision });
  }
  if (facts.canary?.canary !== undefined) {
    session.context.log.notice(
      `Canary ${facts.canary.canary.workload} of revision ${facts.canary.revision} is still up; abort it with canary-shift.`,
    );
  }
  const record = newRecord(inputs, session.context, facts, plan);
  await beginRevision(session, facts, record);
  const down = leftDown(plan, takenDown(facts.astray), { asBefore: false });
  const failure = await attempt(session, plan, down);
  if (failure !== undefined) return endFailed(session, facts, record, { plan, failure });
  return endGood(session, facts, record, { plan, reason: note });
}

/**
 * Nothing to write, and the last good revision, of the same objects, is what runs. After a bad or lost
 * revision equal objects are not enough: nobody has seen them become ready.
 */
function isUnchanged({ prune }: Session, facts: HistoryFacts, plan: ReleasePlan): boolean {
  if (facts.running === undefined || (prune?.delete.length ?? 0) > 0) return false;
  if (allPlanned(plan).some(({ action }) => action !== 'unchanged')) return false;
  const recorded = facts.running.objects.map((object) => identityOf(referenceTo(object)));
  const planned = plan.objects.map(({ reference }) => identityOf(reference));
  return isDeepStrictEqual(new Set(recorded), new Set(planned));
}
