import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { describeDiagnosis } from '@kube-delivery/shared/report/diagnosis';
import {
  blocks,
  code,
  codeBlock,
  details,
  inline,
  table,
  text,
} from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { PlannedObject } from '@kube-delivery/shared/release/release-plan';
import type { Ending } from './ending.ts';
import type { WorkloadState } from './workload-state.ts';

const mostFields = 40;

/** What the job summary shows below the verdict: what changed, how workloads stand, what failed. */
export function summaryOf(
  ending: Ending,
  release: string,
  workloads: readonly WorkloadState[],
): Markdown {
  const { plan, revision, previousRevision } = ending;
  const changing = plan.objects.filter(({ action }) => action !== 'unchanged');
  const numbers =
    revision === undefined
      ? ''
      : ` revision ${revision}${previousRevision === undefined ? '' : ` (before: ${previousRevision})`}`;
  return blocks(
    inline(text('Release '), code(release), text(numbers)),
    table(['object', 'change'], changing.map(rowOf)),
    table(
      ['workload', 'revision', 'ready'],
      workloads.map(({ kind, name, revision: hash, ready }) => [
        text(`${kind} ${name}`),
        code(hash),
        text(ready ? 'yes' : 'no'),
      ]),
    ),
    ...changing.filter(({ fields }) => fields.length > 0).map(fieldsOf),
    ...(ending.diagnoses ?? []).map(describeDiagnosis),
  );
}

function rowOf({ reference, action }: PlannedObject): readonly Markdown[] {
  return [text(describeReference(reference)), text(action)];
}

function fieldsOf({ reference, fields }: PlannedObject): Markdown {
  const shown = fields
    .slice(0, mostFields)
    .map(({ path, from, to }) => `${path}: ${from ?? '(none)'} → ${to ?? '(none)'}`);
  const rest = fields.length - shown.length;
  const lines = rest > 0 ? [...shown, `… and ${rest} more fields`] : shown;
  return details(text(describeReference(reference)), codeBlock(lines.join('\n')));
}
