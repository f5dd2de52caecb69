import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import type { FunctionWorld } from '../native-function.ts';
import { selectObjects } from '../selection.ts';

/** A node's name and the status of each of its conditions by type: `{name: 'a', Ready: 'True'}`. */
export type NodeConditions = Readonly<Record<string, string>>;

/** The nodes that the argument `label_selector` selects; all where it is missing. */
export function labelledNodes(
  given: JsonObject,
  world: FunctionWorld,
): Promise<readonly KubeObject[]> {
  return selectObjects({ apiVersion: 'v1', kind: 'Node' }, given, world);
}

/** What the conditions of a node say. */
export function conditionsOf(node: KubeObject): NodeConditions {
  const conditions = arrayAt(node, 'status', 'conditions').map((condition) => [
    stringAt(condition, 'type') ?? '',
    stringAt(condition, 'status') ?? '',
  ]);
  return Object.fromEntries([['name', node.metadata.name], ...conditions]) as NodeConditions;
}

/**
 * Whether every node that is selected is as wanted. That no node is selected is an ActivityFailedError,
 * as nothing was looked at; Chaos Toolkit takes it for true.
 */
export async function everyNode(
  given: JsonObject,
  world: FunctionWorld,
  isWanted: (conditions: NodeConditions) => boolean,
): Promise<boolean> {
  const nodes = await labelledNodes(given, world);
  if (nodes.length === 0 && world.compat === 'strict') {
    throw new ActivityFailedError(
      `no node matches the labels ${JSON.stringify(given.label_selector)}, so none was looked at`,
    );
  }
  return nodes.map(conditionsOf).every(isWanted);
}
