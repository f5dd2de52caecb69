import { identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { replicasOf, takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { Strategy } from '../strategy-inputs.ts';

/**
 * The plan with a refusal for each workload that `recreate` took down and has not brought up again,
 * where the strategy leaves what runs as it is: nothing does.
 */
export function refuseWhileDown(
  plan: ReleasePlan,
  facts: Pick<HistoryFacts, 'astray'>,
  strategy: Strategy,
): ReleasePlan {
  if (strategy === 'rolling' || strategy === 'recreate') return plan;
  const down = new Set(takenDown(facts.astray).map(({ reference }) => identityOf(reference)));
  const refusals = plan.objects
    .filter(
      ({ live, reference }) => down.has(identityOf(reference)) && live && replicasOf(live) === 0,
    )
    .map(({ reference }) => ({
      kind: 'refused' as const,
      reference,
      message: `it was taken down by strategy recreate and not brought up again, so there is nothing for ${strategy} to stand beside`,
      hint: 'Deploy with strategy rolling or recreate first, or run rollback',
    }));
  return { ...plan, refusals: [...plan.refusals, ...refusals] };
}
