import { describeReference } from '../cluster/api-error.ts';
import type { PruneDecision } from '../release/apply-set/decide-prune.ts';
import { countChanges } from '../release/release-plan.ts';
import type { PlannedObject, ReleasePlan } from '../release/release-plan.ts';
import type { FieldChange } from '../release/same-object.ts';
import type { WorkloadState } from '../release/workload-state.ts';
import { blocks, code, codeBlock, details, inline, table, text } from './markdown.ts';
import type { Markdown } from './markdown.ts';

const mostFields = 60;
const mostPaths = 3;

/**
 * A plan as a reviewer reads it: how much changes, a table of what, and below it each object's fields
 * as a diff, folded. `prune` is what is deleted besides, and what is spared and why.
 */
export function describePlan(plan: ReleasePlan, prune?: PruneDecision): Markdown {
  const changing = plan.objects.filter(({ action }) => action !== 'unchanged');
  const rows = [
    ...(plan.migrations ?? [])
      .filter(({ action }) => action !== 'unchanged')
      .map(({ reference }) => [
        text(describeReference(reference)),
        text('run'),
        text('a migration, before workloads change'),
      ]),
    ...changing.map((each) => [
      text(describeReference(each.reference)),
      text(each.action),
      pathsOf(each),
    ]),
    ...(prune?.delete ?? []).map(({ reference }) => [
      text(describeReference(reference)),
      text('delete'),
      text('no longer in the release'),
    ]),
    ...(prune?.kept ?? []).map(({ reference, why }) => [
      text(describeReference(reference)),
      text('keep'),
      text(`no longer in the release, but ${why}`),
    ]),
  ];
  return blocks(
    rows.length === 0 ? text('Nothing changes.') : countsOf(plan, prune),
    table(['object', 'change', 'what'], rows),
    ...changing.filter(({ fields }) => fields.length > 0).map(diffOf),
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

function countsOf(plan: ReleasePlan, prune: PruneDecision | undefined): Markdown {
  const { created, deleted, unchanged, updated } = countChanges(plan, prune?.delete.length);
  return text(`${created} created, ${updated} updated, ${deleted} deleted, ${unchanged} unchanged`);
}

function pathsOf({ action, fields }: PlannedObject): Markdown {
  if (action === 'replace') return text('another spec, which only a new object can have');
  const shown = fields.slice(0, mostPaths).map(({ path }) => code(path));
  const rest = fields.length - shown.length;
  const more = rest > 0 ? [text(`${rest} more`)] : [];
  const comma = text(', ');
  const parts = [...shown, ...more].flatMap((each, index) =>
    index === 0 ? [each] : [comma, each],
  );
  return inline(...parts);
}

function diffOf({ reference, fields }: PlannedObject): Markdown {
  const shown = fields.slice(0, mostFields).flatMap(linesOf);
  const rest = fields.length - mostFields;
  const lines = rest > 0 ? [...shown, `  … and ${rest} more fields`] : shown;
  return details(text(describeReference(reference)), codeBlock(lines.join('\n'), 'diff'));
}

function linesOf({ path, from, to }: FieldChange): readonly string[] {
  return [
    ...(from === undefined ? [] : [`- ${path}: ${from}`]),
    ...(to === undefined ? [] : [`+ ${path}: ${to}`]),
  ];
}
