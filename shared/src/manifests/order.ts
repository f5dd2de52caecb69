import type { GroupVersionKind } from '../cluster/kube-object.ts';
import { groupOf } from './manifest.ts';

/** The steps in which a release is applied; each is whole before the next begins. */
export const phases = [
  'namespaces',
  'definitions',
  'configuration',
  'services',
  'workloads',
  'scaling',
  'routes',
] as const;

/** One of the steps in which a release is applied. */
export type Phase = (typeof phases)[number];

const phasesByGroup: Readonly<Record<string, Phase>> = {
  apps: 'workloads',
  batch: 'workloads',
  autoscaling: 'scaling',
  'apiextensions.k8s.io': 'definitions',
  'rbac.authorization.k8s.io': 'configuration',
  'storage.k8s.io': 'configuration',
  'scheduling.k8s.io': 'configuration',
  'gateway.networking.k8s.io': 'routes',
  // Last, as they may refuse what the release itself still has to write.
  'admissionregistration.k8s.io': 'routes',
  'apiregistration.k8s.io': 'routes',
};

const phasesByKind: Readonly<Record<string, Phase>> = {
  '/Namespace': 'namespaces',
  '/ConfigMap': 'configuration',
  '/Secret': 'configuration',
  '/ServiceAccount': 'configuration',
  '/PersistentVolume': 'configuration',
  '/PersistentVolumeClaim': 'configuration',
  '/ResourceQuota': 'configuration',
  '/LimitRange': 'configuration',
  '/Service': 'services',
  '/Endpoints': 'services',
  'discovery.k8s.io/EndpointSlice': 'services',
  '/Pod': 'workloads',
  '/ReplicationController': 'workloads',
  'policy/PodDisruptionBudget': 'scaling',
  'networking.k8s.io/Ingress': 'routes',
  'networking.k8s.io/IngressClass': 'configuration',
  'networking.k8s.io/NetworkPolicy': 'configuration',
};

/**
 * When an object of this kind is applied. A kind that is not known here goes with the workloads:
 * after what it may need, before the routes that may lead to it.
 */
export function phaseOf(kind: GroupVersionKind): Phase {
  const group = groupOf(kind);
  return phasesByKind[`${group}/${kind.kind}`] ?? phasesByGroup[group] ?? 'workloads';
}

/** `items` by phase, in the order of `phases`; phases without items are left out. */
export function inPhases<Item>(
  items: readonly Item[],
  kindOf: (item: Item) => GroupVersionKind,
): readonly { readonly phase: Phase; readonly items: readonly Item[] }[] {
  return phases
    .map((phase) => ({ phase, items: items.filter((item) => phaseOf(kindOf(item)) === phase) }))
    .filter((group) => group.items.length > 0);
}
