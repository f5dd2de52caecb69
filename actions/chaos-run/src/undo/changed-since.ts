import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isSame } from './restore-field.ts';
import type { UndoStep } from './undo-step.ts';

/** The ways back of what a run did. */
export interface DoneSoFar {
  /** By its method. */
  readonly faults: readonly UndoStep[];
  /** By the rollbacks before. */
  readonly rollbacks: readonly UndoStep[];
}

/**
 * Why a rollback must not write: what it would change this run has changed before, and somebody else
 * since. `step` is the way back of the rollback itself, which holds what is there. Undefined where nobody
 * has, and for what the run has not touched.
 */
export function changedSince(step: UndoStep, { faults, rollbacks }: DoneSoFar): string | undefined {
  switch (step.kind) {
    case 'nothing':
    case 'delete-object':
      return undefined;
    case 'restore-field': {
      const values = valuesOf(step, [...faults, ...rollbacks]);
      if (values.length === 0 || values.some((value) => isSame(step.before, value))) {
        return undefined;
      }
      const title = describeReference(step.object);
      return `${step.field.join('.')} of ${title} is ${JSON.stringify(step.before)}, which somebody else set since`;
    }
    case 'create-object': {
      // What the method created carries its mark, and is deleted without a way back.
      const { kind, metadata } = step.object;
      if (!creates(step.object, faults) || creates(step.object, rollbacks)) return undefined;
      return `somebody else created ${describeReference({ kind, ...metadata })}`;
    }
  }
}

/** Whether one of the steps takes back that an object of this name was created. */
function creates({ kind, metadata }: KubeObject, steps: readonly UndoStep[]): boolean {
  return steps.some(
    (step) =>
      step.kind === 'delete-object' &&
      step.object.kind === kind &&
      step.object.name === metadata.name &&
      step.object.namespace === metadata.namespace,
  );
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
