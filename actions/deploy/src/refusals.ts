import { describeRefusal } from '@kube-delivery/shared/release/describe-refusal';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { Ending } from './ending.ts';

/**
 * The ending of a plan that the server refuses, or undefined where it takes all of it. A refused
 * object is `failed`; where only other managers' fields stand in the way it is `conflict`.
 */
export function endingOfRefusals(plan: ReleasePlan): Ending | undefined {
  const { refusals } = plan;
  if (refusals.length === 0) return undefined;
  const refused = refusals.filter((refusal) => refusal.kind === 'refused');
  const reason = refusals.map(describeRefusal).join('; ');
  if (refused.length === 0) {
    return {
      verdict: 'conflict',
      reason,
      hint: 'Take these fields out of the manifests, or set force-conflicts to take them over',
      plan,
    };
  }
  return { verdict: 'failed', reason, hint: refused.find(({ hint }) => hint)?.hint, plan };
}
