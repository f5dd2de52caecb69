import { arrayAt, numberAt, objectAt, stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';

const steadyKinds = [
  'DaemonSet',
  'Deployment',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];
const unprobedSteadyTime = 5000;

/**
 * How long a workload or pod must stay ready before it is believed, in milliseconds. Without a readiness
 * probe a container counts as ready from its first moment, also one that ends a moment later.
 */
export function steadyTime(object: KubeObject): number {
  if (!steadyKinds.includes(object.kind)) return 0;
  // A pod that has done its work has nothing more to prove.
  if (stringAt(object, 'status', 'phase') === 'Succeeded') return 0;
  const template =
    object.kind === 'Pod' ? objectAt(object, 'spec') : objectAt(object, 'spec', 'template', 'spec');
  const isProbed = arrayAt(template, 'containers').every(
    (container) => Object.keys(objectAt(container, 'readinessProbe')).length > 0,
  );
  if (isProbed) return 0;
  const minReady = (numberAt(object, 'spec', 'minReadySeconds') ?? 0) * 1000;
  return Math.max(0, unprobedSteadyTime - minReady);
}
