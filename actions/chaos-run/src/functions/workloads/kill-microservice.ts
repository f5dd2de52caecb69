import type { JsonObject } from '@kube-delivery/shared/json/json';
import { discoverWorkload } from '../../faults/admit-workload.ts';
import { scaleWorkload } from '../../faults/scale-workload.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { nameSelector, withName } from '../pods/named-selector.ts';
import { terminatePods } from '../pods/terminate-pods.ts';
import { Arguments } from '../arguments.ts';
import { workloadReference } from './workload-probe.ts';

const act = 'kill_microservice';

/**
 * Ends all pods of the Deployment of that name by scaling it to 0: deleted as in the original, it could not
 * be put back. Without such a Deployment it kills the first pod that the label selector, with the name in
 * it, selects. The original fails once the Deployment is gone, as it never fills in the name.
 */
export const killMicroservice: NativeAction = {
  type: 'action',
  module: 'chaosk8s.actions',
  func: act,
  aliases: [],
  parameters: {
    name: required,
    ns: byDefault('default'),
    label_selector: byDefault(nameSelector),
  },
  reach: namespaceReach,
  discover: async (given, world) => {
    const reference = workloadReference('Deployment', given);
    const found = await world.cluster.read(reference, world.signal);
    await (found === undefined
      ? terminatePods.discover(asTermination(given), world)
      : discoverWorkload(world, act, reference));
  },
  run: async (given, world) => {
    const reference = workloadReference('Deployment', given);
    const found = await world.cluster.read(reference, world.signal);
    if (found === undefined) await terminatePods.run(asTermination(given), world);
    else await scaleWorkload(world, { act, workload: reference, to: () => 0 });
    return null;
  },
};

function asTermination(given: JsonObject): JsonObject {
  const read = new Arguments(given);
  return {
    name_pattern: null,
    all: false,
    rand: false,
    mode: 'fixed',
    qty: 1,
    grace_period: -1,
    order: 'alphabetic',
    ns: read.text('ns'),
    label_selector: withName(read.optionalText('label_selector'), read.text('name')) ?? null,
  };
}
