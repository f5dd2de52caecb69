import { numberAt } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { availabilityProbe } from './availability-probe.ts';
import { isFullyAvailable } from './availability.ts';
import { findWorkload } from './workload-probe.ts';

const shared = { module: 'chaosk8s.daemonset.probes', aliases: [], kind: 'DaemonSet' } as const;

/** Whether a DaemonSet has a ready pod on every node that it is for; false where it does not exist. */
export const daemonSetAvailableAndHealthy = question(
  'daemon_set_available_and_healthy',
  isFullyAvailable,
);

/** Whether a DaemonSet has a ready pod; false where it does not exist. */
export const daemonSetPartiallyAvailable = question(
  'daemon_set_partially_available',
  (daemonSet) => (numberAt(daemonSet, 'status', 'numberReady') ?? 0) >= 1,
);

/** Waits until a DaemonSet has a ready pod on every node that it is for. */
export const daemonSetFullyAvailable = availabilityProbe({
  ...shared,
  func: 'daemon_set_fully_available',
  wanted: true,
  raise: undefined,
});

/** Waits until a DaemonSet lacks a ready pod. */
export const daemonSetNotFullyAvailable = availabilityProbe({
  ...shared,
  func: 'daemon_set_not_fully_available',
  wanted: false,
  raise: undefined,
});

function question(
  func: string,
  holds: (daemonSet: KubeObject, compat: FunctionWorld['compat']) => boolean,
): NativeProbe {
  return {
    type: 'probe',
    module: shared.module,
    func,
    aliases: [],
    parameters: { name: required, ns: byDefault('default'), label_selector: byDefault(null) },
    run: async (given, world) => {
      const found = await findWorkload(world, shared.kind, given);
      return found !== undefined && holds(found, world.compat);
    },
  };
}
