import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { isSame } from './restore-field.ts';
import type { UndoStep } from './undo-step.ts';

/**
 * Why a rollback must not write: what it would change this run has changed before, and somebody else
 * since. `step` is the way back of the rollback itself, which holds what is there, and `own` those of
 * what the run did. Undefined where nobody has, and for what the run has not touched.
 */
export function changedSince(step: UndoStep, own: readonly UndoStep[]): string | undefined {
  switch (step.kind) {
    case 'nothing':
    case 'delete-object':
      return undefined;
    case 'restore-field': {
      const values = valuesOf(step, own);
      if (values.length === 0 || values.some((value) => isSame(step.before, value))) {
        return undefined;
      }
      const title = describeReference(step.object);
      return `${step.field.join('.')} of ${title} is ${JSON.stringify(step.before)}, which somebody else set since`;
    }
    case 'create-object': {
      const { kind, metadata } = step.object;
      const isOwn = own.some(
        (each) =>
          each.kind === 'delete-object' &&
          each.object.kind === kind &&
          each.object.name === metadata.name &&
          each.object.namespace === metadata.namespace,
      );
      return isOwn
        ? `somebody else created ${describeReference({ kind, ...metadata })}`
        : undefined;
    }
  }
}

type RestoreField = Extract<UndoStep, { kind: 'restore-field' }>;

/** What a field was before this run, and what the run made of it, in that order; empty where it did not. */
export function valuesOf(
  { uid, field }: Pick<RestoreField, 'uid' | 'field'>,
  own: readonly UndoStep[],
): readonly RestoreField['before'][] {
  return own
    .filter((each) => each.kind === 'restore-field')
    .filter((each) => each.uid === uid && each.field.join('\n') === field.join('\n'))
    .flatMap(({ before, during }) => [before, during]);
}
