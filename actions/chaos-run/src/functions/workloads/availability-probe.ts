import { Arguments } from '../arguments.ts';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { FunctionWorld, NativeProbe, Parameter } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { unmet } from '../unmet.ts';
import { isFullyAvailable } from './availability.ts';
import type { WorkloadKind } from './availability.ts';
import { reachesState } from './workload-probe.ts';

/** A probe that waits until all pods of a workload are ready, or (`wanted` false) until not all are. */
export interface AvailabilityProbe {
  readonly module: string;
  readonly func: string;
  readonly aliases: readonly string[];
  readonly kind: WorkloadKind;
  readonly wanted: boolean;
  /** The argument that says whether to raise where the time is over; without one the probe gives false. */
  readonly raise: string | undefined;
}

/** Waits up to `timeout` seconds for the availability. */
export function availabilityProbe(facts: AvailabilityProbe): NativeProbe {
  const { module, func, aliases, kind, wanted, raise } = facts;
  return {
    type: 'probe',
    module,
    func,
    aliases,
    parameters: {
      name: required,
      ns: byDefault('default'),
      label_selector: byDefault(null),
      timeout: byDefault(30),
      ...(raise === undefined ? {} : { [raise]: byDefault(true) }),
    } satisfies Readonly<Record<string, Parameter>>,
    run: async (given: JsonObject, world: FunctionWorld) => {
      const read = new Arguments(given);
      const raises = raise !== undefined && read.boolean(raise);
      const isReached = await reachesState(
        world,
        kind,
        given,
        (workload) => isFullyAvailable(workload, world.compat) === wanted,
      );
      const name = read.text('name');
      const timeout = read.number('timeout');
      const state = wanted ? 'fully available' : 'short of a pod';
      return isReached || unmet(raises, `${kind} ${name} was not ${state} within ${timeout}s`);
    },
  };
}
