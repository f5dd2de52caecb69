import type { GroupVersionKind } from '../../cluster/kube-object.ts';
import { groupOf } from '../../manifests/manifest.ts';
import { phaseOf } from '../../manifests/order.ts';

/**
 * When an object of a release is written on its way to the other colour.
 * - `before`: what the pods of a colour may need to become ready.
 * - `colour`: what belongs to the colour alone.
 * - `preview`: the preview Service, once the colour is ready.
 * - `switch`: the Services that lead to the colour.
 * - `after`: other workloads, what scales them, and routes, which may lead to what they bring.
 */
export type Stage = 'before' | 'colour' | 'preview' | 'switch' | 'after';

/** The stages in their order. */
export const stages: readonly Stage[] = ['before', 'colour', 'preview', 'switch', 'after'];

const podMakers = ['/Pod', '/ReplicationController', 'batch/CronJob'];

/** The stage of an object that has nothing to do with the colours. A Job may be what pods wait for. */
export function stageOf(kind: GroupVersionKind): Stage {
  const group = groupOf(kind);
  switch (phaseOf(kind)) {
    case 'namespaces':
    case 'definitions':
    case 'configuration':
    case 'services':
      return 'before';
    case 'workloads':
      return group === 'apps' || podMakers.includes(`${group}/${kind.kind}`) ? 'after' : 'before';
    case 'scaling':
    case 'routes':
      return 'after';
  }
}
