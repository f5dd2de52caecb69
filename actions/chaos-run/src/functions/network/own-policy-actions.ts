import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import { referenceOf } from '@kube-delivery/shared/target/target-pods';
import { ActivityFailedError } from '../../activity-failed.ts';
import { createPolicy } from '../../faults/network-policy.ts';
import { discoverPolicy } from '../../faults/policy-pods.ts';
import { Arguments } from '../arguments.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { FunctionWorld, NativeAction } from '../native-function.ts';
import { required } from '../parameter.ts';
import { denyEgress, denyIngress } from './policies.ts';
import type { PolicyShape } from './policies.ts';

/** An action that cuts the pods of a target off, and gives the name of the policy that does so. */
function denial(func: string, shape: (shape: PolicyShape) => KubeObject): NativeAction {
  const policyOf = async (given: JsonObject, world: FunctionWorld): Promise<KubeObject> => {
    const args = new Arguments(given);
    const target = targetOf(args.text('target'));
    const namespace = args.text('ns');
    const name = `kube-delivery-chaos-${func.replace('_', '-')}-${target.kind}-${target.name}`;
    const podSelector = await podSelectorOf(world, target, namespace);
    return shape({ name, namespace, podSelector });
  };
  return {
    type: 'action',
    module: 'kube_delivery.actions',
    func,
    aliases: [],
    parameters: { target: required, ns: required },
    reach: namespaceReach,
    discover: async (given, world) => discoverPolicy(world, func, await policyOf(given, world)),
    run: async (given, world) => {
      const policy = await policyOf(given, world);
      await createPolicy(world, func, policy);
      return policy.metadata.name;
    },
  };
}

function targetOf(text: string): Target {
  const target = parseTarget(text);
  if (target !== undefined) return target;
  throw new ActivityFailedError(
    `target is ${JSON.stringify(text)}, but must be of the form ${targetExamples}`,
  );
}

/** The selector by which a policy finds the pods of a target. */
async function podSelectorOf(
  { cluster, signal }: FunctionWorld,
  target: Target,
  namespace: string,
): Promise<JsonObject> {
  const reference = referenceOf(target, namespace);
  const object = await cluster.read(reference, signal);
  if (object === undefined) {
    throw new ActivityFailedError(`${describeReference(reference)} does not exist`);
  }
  const selector = selectorOf(object);
  // An empty selector would cut off the whole namespace.
  if (Object.keys(selector).length > 0) return selector;
  throw new ActivityFailedError(
    `${describeReference(reference)} cannot be cut off: a NetworkPolicy selects pods by labels, and it has no selector; name its workload`,
  );
}

function selectorOf(object: KubeObject): JsonObject {
  switch (object.kind) {
    case 'Service': {
      const matchLabels = objectAt(object, 'spec', 'selector');
      return Object.keys(matchLabels).length === 0 ? {} : { matchLabels };
    }
    case 'Pod': {
      const key = 'statefulset.kubernetes.io/pod-name';
      const name = object.metadata.labels?.[key];
      return name === undefined ? {} : { matchLabels: { [key]: name } };
    }
    default:
      return objectAt(object, 'spec', 'selector');
  }
}

/** Nobody may connect to the target's pods. */
export const denyIngressTo = denial('deny_ingress', denyIngress);

/** The target's pods may connect to nobody. */
export const denyEgressOf = denial('deny_egress', denyEgress);
