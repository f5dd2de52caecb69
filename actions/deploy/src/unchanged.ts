import { attempt } from '@kube-delivery/shared/release/attempt';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * The ending of a release that the cluster has already. It is good only when it is seen ready now:
 * what became ready at its own time may have failed since. Nothing is written, and nothing undone, as
 * what runs is the last good revision itself.
 */
export async function endUnchanged(
  session: Session,
  plan: ReleasePlan,
  told: Pick<Ending, 'revision' | 'previousRevision' | 'canary'>,
): Promise<Ending> {
  const failure = await attempt(session, plan);
  if (failure === undefined) return { ...told, plan, verdict: 'unchanged', reason: '' };
  const { reason, hint, diagnoses } = failure;
  return {
    ...told,
    plan,
    verdict: 'failed',
    reason: `nothing changed, but ${reason}`,
    hint,
    diagnoses,
  };
}
