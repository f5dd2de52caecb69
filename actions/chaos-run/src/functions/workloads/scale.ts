import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { discoverWorkload } from '../../faults/admit-workload.ts';
import { scaleWorkload } from '../../faults/scale-workload.ts';
import { Arguments } from '../arguments.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { namespaceReach } from '../namespace-reach.ts';
import { workloadReference } from './workload-probe.ts';

/** Sets the replicas of a Deployment; its result is null. */
export const scaleDeployment = scaling(
  'Deployment',
  'chaosk8s.deployment.actions',
  'scale_deployment',
  ['chaosk8s.actions.scale_deployment', 'chaosk8s.actions.scale_microservice'],
);

/** Sets the replicas of a StatefulSet; its result is null. */
export const scaleStatefulSet = scaling(
  'StatefulSet',
  'chaosk8s.statefulset.actions',
  'scale_statefulset',
  [],
);

function scaling(
  kind: 'Deployment' | 'StatefulSet',
  module: string,
  func: string,
  aliases: readonly string[],
): NativeAction {
  return {
    type: 'action',
    module,
    func,
    aliases,
    parameters: { name: required, replicas: required, ns: byDefault('default') },
    reach: namespaceReach,
    discover: (given, world) => discoverWorkload(world, func, workloadReference(kind, given)),
    run: async (given, world) => {
      const replicas = replicasAsked(given);
      const workload = workloadReference(kind, given);
      await scaleWorkload(world, { act: func, workload, to: () => replicas });
      return null;
    },
  };
}

function replicasAsked(given: JsonObject): number {
  const replicas = new Arguments(given).integer('replicas');
  if (replicas >= 0) return replicas;
  throw new ActivityFailedError(`argument replicas is ${replicas}, but must not be negative`);
}
