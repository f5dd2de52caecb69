import type { JsonObject } from '@kube-delivery/shared/json/json';
import { Arguments } from './arguments.ts';
import type { Reach } from './native-function.ts';

/** The reach of an action that changes objects of the namespace `ns` only. */
export function namespaceReach(given: JsonObject): Reach {
  return { namespaces: [new Arguments(given).text('ns')], clusterWide: false };
}
