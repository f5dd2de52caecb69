import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { createPolicy, removePolicy } from '../../faults/network-policy.ts';
import { discoverPolicy } from '../../faults/policy-pods.ts';
import { Arguments } from '../arguments.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { givenPolicy } from './given-policy.ts';
import { allowDns, denyEgress, denyIngress } from './policies.ts';
import type { PolicyShape } from './policies.ts';

const common = { type: 'action', module: 'chaosk8s.networking.actions', aliases: [] } as const;
const ns = byDefault('default');

/** Creates a NetworkPolicy from a map or a file of the workspace. */
export const createNetworkPolicy: NativeAction = {
  ...common,
  func: 'create_network_policy',
  parameters: { spec: byDefault(null), spec_path: byDefault(null), ns },
  reach: namespaceReach,
  discover: async (given, world) =>
    discoverPolicy(world, 'create_network_policy', givenPolicy(given, world.workspace)),
  run: async (given, world) => {
    await createPolicy(world, 'create_network_policy', givenPolicy(given, world.workspace));
    return null;
  },
};

/** Deletes a NetworkPolicy. */
export const removeNetworkPolicy: NativeAction = {
  ...common,
  func: 'remove_network_policy',
  parameters: { name: required, ns },
  reach: namespaceReach,
  discover: () => Promise.resolve(),
  run: async (given, world) => {
    const args = new Arguments(given);
    const policy = { namespace: args.text('ns'), name: args.text('name') };
    await removePolicy(world, 'remove_network_policy', policy);
    return null;
  },
};

/** An action that creates a policy of a fixed name for the pods of `label_selectors`, or for all pods. */
function fixedPolicy(
  func: string,
  name: string,
  shape: (shape: PolicyShape) => KubeObject,
): NativeAction {
  const policyOf = (given: JsonObject): KubeObject => {
    const args = new Arguments(given);
    const labels = args.object('label_selectors');
    const podSelector = Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
    return shape({ name, namespace: args.text('ns'), podSelector });
  };
  return {
    ...common,
    func,
    parameters: { label_selectors: byDefault(null), ns },
    reach: namespaceReach,
    discover: async (given, world) => discoverPolicy(world, func, policyOf(given)),
    run: async (given, world) => {
      await createPolicy(world, func, policyOf(given));
      return null;
    },
  };
}

/** An action that deletes the policy of a fixed name. */
function fixedRemoval(func: string, name: string): NativeAction {
  return {
    ...common,
    func,
    parameters: { ns },
    reach: namespaceReach,
    discover: () => Promise.resolve(),
    run: async (given, world) => {
      await removePolicy(world, func, { namespace: new Arguments(given).text('ns'), name });
      return null;
    },
  };
}

const names = {
  ingress: 'chaostoolkit-deny-all-ingress',
  egress: 'chaostoolkit-deny-all-egress',
  dns: 'chaostoolkit-allow-dns',
};

/** Policies by the names that Chaos Toolkit gives them. */
export const fixedPolicies: readonly NativeAction[] = [
  fixedPolicy('deny_all_ingress', names.ingress, denyIngress),
  fixedRemoval('remove_deny_all_ingress', names.ingress),
  fixedPolicy('deny_all_egress', names.egress, denyEgress),
  fixedRemoval('remove_deny_all_egress', names.egress),
  fixedPolicy('allow_dns_access', names.dns, allowDns),
  fixedRemoval('remove_allow_dns_access', names.dns),
];
