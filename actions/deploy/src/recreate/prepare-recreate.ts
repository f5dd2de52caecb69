import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { rehearseScaleDown } from '@kube-delivery/shared/release/scale/scale-down';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { Ending } from '../ending.ts';
import type { Session } from '../session.ts';
import { chooseWorkloads } from './choose-workloads.ts';
import type { WorkloadChoice } from './choose-workloads.ts';

/**
 * What `recreate` would take down, or the ending of a release that must not be; the server is asked by
 * dry run whether it may. Writes nothing.
 */
export async function prepareRecreate(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<Pick<WorkloadChoice, 'takenDown' | 'goOn'> | Ending> {
  const now = session.context.clock.now().toISOString();
  const choice = chooseWorkloads(plan, takenDown(facts.astray), now);
  if (choice.losing.length > 0) {
    const revision = facts.running?.revision;
    return {
      verdict: 'failed',
      reason: `taking ${choice.losing.join(', ')} down would delete its volumes, as its persistentVolumeClaimRetentionPolicy.whenScaled is Delete`,
      hint: 'Set whenScaled to Retain with strategy rolling first, or stay with strategy rolling',
      plan,
      revision,
      previousRevision: revision,
    };
  }
  await rehearseScaleDown(
    session,
    choice.takenDown.map(({ reference }) => reference),
  );
  return choice;
}
