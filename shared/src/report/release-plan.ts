import { describeReference } from '../cluster/api-error.ts';
import type { PlannedObject, ReleasePlan } from '../release/release-plan.ts';
import type { WorkloadState } from '../release/workload-state.ts';
import { blocks, code, codeBlock, details, table, text } from './markdown.ts';
import type { Markdown } from './markdown.ts';

const mostFields = 40;

/** A plan as a reviewer reads it: a table of what changes, then the fields of each, folded. */
export function describePlan(plan: ReleasePlan): Markdown {
  const changing = plan.objects.filter(({ action }) => action !== 'unchanged');
  return blocks(
    table(
      ['object', 'change'],
      changing.map(({ reference, action }) => [text(describeReference(reference)), text(action)]),
    ),
    ...changing.filter(({ fields }) => fields.length > 0).map(fieldsOf),
  );
}

/** How the workloads of a release stand, as a table. */
export function describeWorkloads(workloads: readonly WorkloadState[]): Markdown {
  return table(
    ['workload', 'revision', 'ready'],
    workloads.map(({ kind, name, revision, ready }) => [
      text(`${kind} ${name}`),
      code(revision),
      text(ready ? 'yes' : 'no'),
    ]),
  );
}

function fieldsOf({ reference, fields }: PlannedObject): Markdown {
  const shown = fields
    .slice(0, mostFields)
    .map(({ path, from, to }) => `${path}: ${from ?? '(none)'} → ${to ?? '(none)'}`);
  const rest = fields.length - shown.length;
  const lines = rest > 0 ? [...shown, `… and ${rest} more fields`] : shown;
  return details(text(describeReference(reference)), codeBlock(lines.join('\n')));
}
