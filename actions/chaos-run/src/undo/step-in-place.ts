import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { groupOf } from '@kube-delivery/shared/cluster/object-paths';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import type { UndoStep } from './undo-step.ts';

/** Fields of Kubernetes' own kinds that faults change. */
const restorable = ['spec.replicas', 'spec.unschedulable'];

/** Kubernetes' own kinds that faults delete. */
const creatable = ['NetworkPolicy'];

/**
 * The step with the namespace of its place filled in, or why it may not be taken from there: a record
 * reaches no other namespace, and of Kubernetes' own kinds only what faults change. Kinds of others are
 * not limited.
 */
export function stepInPlace(
  step: UndoStep,
  { scope, namespace }: ChaosPlace,
): { readonly step: UndoStep } | { readonly problem: string } {
  if (step.kind === 'nothing') return { step };
  const { apiVersion, kind } = step.object;
  const { name, namespace: given } =
    step.kind === 'create-object' ? step.object.metadata : step.object;
  const place = given === undefined ? {} : { namespace: given };
  const title = describeReference({ kind, name, ...place });
  if (scope === 'cluster' ? given !== undefined : (given ?? namespace) !== namespace) {
    return { problem: `${title} lies elsewhere than the record` };
  }
  if (isBuiltIn(groupOf(apiVersion))) {
    const field = step.kind === 'restore-field' ? step.field.join('.') : undefined;
    if (field !== undefined && !restorable.includes(field)) {
      return { problem: `${field} of ${title} is no field that a fault changes` };
    }
    if (step.kind === 'create-object' && !creatable.includes(kind)) {
      return { problem: `${title} is of a kind that no fault deletes` };
    }
  }
  return { step: scope === 'cluster' ? step : inNamespace(step, namespace) };
}

function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

function inNamespace(step: Exclude<UndoStep, { kind: 'nothing' }>, namespace: string): UndoStep {
  if (step.kind !== 'create-object') return { ...step, object: { ...step.object, namespace } };
  const { object } = step;
  return { ...step, object: { ...object, metadata: { ...object.metadata, namespace } } };
}
