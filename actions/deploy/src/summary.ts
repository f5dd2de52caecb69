import { describeDiagnosis } from '@kube-delivery/shared/report/diagnosis';
import { blocks, code, codeBlock, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { describePlan, describeWorkloads } from '@kube-delivery/shared/report/release-plan';
import type { WorkloadState } from '@kube-delivery/shared/release/workload-state';
import { formatDuration } from '@kube-delivery/shared/time/duration';
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
  const { byHand = [] } = ending;
  return blocks(
    inline(text('Release '), code(release), text(numbers)),
    ...(byHand.length === 0
      ? []
      : [text('To go back by hand:'), codeBlock(byHand.join('\n'), 'sh')]),
    ...describeDowntime(ending),
    describePlan(plan, ending.prune),
    describeWorkloads(workloads),
    ...(ending.diagnoses ?? []).map(describeDiagnosis),
  );
}

function describeDowntime({ downtimeSeconds }: Ending): readonly Markdown[] {
  if (downtimeSeconds === undefined) return [];
  return [text(`Downtime: ${formatDuration(downtimeSeconds * 1000)}`)];
}
