import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { groupOf } from '@kube-delivery/shared/cluster/object-paths';
import type { ChaosPlace } from '../locks/chaos-place.ts';
import type { UndoStep } from './undo-step.ts';

/** What pods run, and who may do what: of these only the fields below are changed, and nothing is created. */
const guardedGroups = [
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'batch',
  'certificates.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];
/** Whether an API version is of a group whose objects decide what pods run, or who may do what. */
export function isGuardedGroup(apiVersion: string): boolean {
  return guardedGroups.includes(groupOf(apiVersion));
}

const restorable = ['spec.replicas', 'spec.unschedulable'];

/**
 * The step with the namespace of its place filled in, or why it may not be taken from there: a record
 * reaches no other namespace, and of the kinds by which rights could be had only what faults change.
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
  if (isGuardedGroup(apiVersion)) {
    const field = step.kind === 'restore-field' ? step.field.join('.') : undefined;
    if (field !== undefined && !restorable.includes(field)) {
      return { problem: `${field} of ${title} is no field that a fault changes` };
    }
    if (step.kind === 'create-object') {
      return { problem: `${title} is of a kind that no fault deletes` };
    }
  }
  return { step: scope === 'cluster' ? step : inNamespace(step, namespace) };
}

function inNamespace(step: Exclude<UndoStep, { kind: 'nothing' }>, namespace: string): UndoStep {
  if (step.kind !== 'create-object') return { ...step, object: { ...step.object, namespace } };
  const { object } = step;
  return { ...step, object: { ...object, metadata: { ...object.metadata, namespace } } };
}
