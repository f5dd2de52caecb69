import type { NativeFunction } from '../native-function.ts';
import { denyEgressOf, denyIngressTo } from './own-policy-actions.ts';
import { createNetworkPolicy, fixedPolicies, removeNetworkPolicy } from './policy-actions.ts';

/** Functions on the network of pods. */
export const networkFunctions: readonly NativeFunction[] = [
  createNetworkPolicy,
  removeNetworkPolicy,
  ...fixedPolicies,
  denyIngressTo,
  denyEgressOf,
];
