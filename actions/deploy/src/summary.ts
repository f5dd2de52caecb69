import { describeDiagnosis } from '@kube-delivery/shared/report/diagnosis';
import { blocks, code, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { describePlan, describeWorkloads } from '@kube-delivery/shared/report/release-plan';
import type { WorkloadState } from '@kube-delivery/shared/release/workload-state';
import type { Ending } from './ending.ts';

/** What the job summary shows below the verdict: what changed, how workloads stand, what failed. */
export function summaryOf(
  ending: Ending,
  release: string,
  workloads: readonly WorkloadState[],
): Markdown {
  const { plan, revision, previousRevision } = ending;
  const before = previousRevision === undefined ? '' : ` (before: ${previousRevision})`;
  const numbers = revision === undefined ? '' : ` revision ${revision}${before}`;
  return blocks(
    inline(text('Release '), code(release), text(numbers)),
    describePlan(plan, ending.prune),
    describeWorkloads(workloads),
    ...(ending.diagnoses ?? []).map(describeDiagnosis),
  );
}
