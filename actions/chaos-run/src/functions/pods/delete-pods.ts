import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { NativeAction } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { namespaceReach } from '../namespace-reach.ts';
import { terminatePods } from './terminate-pods.ts';

/** Kills the first pod of those that match, whose name may be a pattern. */
export const deletePods: NativeAction = {
  type: 'action',
  module: 'chaosk8s.pod.actions',
  func: 'delete_pods',
  aliases: ['chaosk8s.actions.delete_pods'],
  parameters: {
    name: byDefault(null),
    ns: byDefault('default'),
    label_selector: byDefault(null),
  },
  reach: namespaceReach,
  discover: (given, world) => terminatePods.discover(asTermination(given), world),
  run: (given, world) => terminatePods.run(asTermination(given), world),
};

function asTermination({ name, ...given }: JsonObject): JsonObject {
  return {
    all: false,
    rand: false,
    mode: 'fixed',
    qty: 1,
    grace_period: -1,
    order: 'alphabetic',
    ...given,
    name_pattern: name ?? null,
  };
}
