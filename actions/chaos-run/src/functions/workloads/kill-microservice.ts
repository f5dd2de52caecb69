import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import { admitWorkload, discoverWorkload } from '../../faults/admit-workload.ts';
import { deleteObject } from '../../faults/delete-object.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { FunctionWorld, NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { nameSelector, withName } from '../pods/named-selector.ts';
import { terminatePods } from '../pods/terminate-pods.ts';
import { Arguments } from '../arguments.ts';
import { workloadReference } from './workload-probe.ts';

const act = 'kill_microservice';

/**
 * Deletes the Deployment of that name, and with it all its pods, which are what the caps count; the way
 * back creates it anew. Without such a Deployment it kills the first pod that the label selector, with the
 * name in it, selects. The original fails here once the Deployment is gone, as it never fills in the name.
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
    else await deleteDeployment(world, await admitWorkload(world, act, reference));
    return null;
  },
};

async function deleteDeployment(world: FunctionWorld, deployment: KubeObject): Promise<void> {
  const { name, namespace } = deployment.metadata;
  const target = { kind: 'deployment', name } as const;
  const found = await findTargetPods(world.cluster, target, world.signal, namespace);
  const pods = 'pods' in found ? found.pods.map(({ object }) => object) : [];
  const chosen = pods.length === 0 ? [deployment] : pods;
  await world.blastRadius.permit({ name: act, chosen, population: chosen.length }, world.signal);
  await deleteObject(world, act, await world.blastRadius.recheck(deployment, world.signal));
}

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
