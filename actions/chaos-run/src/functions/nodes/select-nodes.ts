import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { NothingHitError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld } from '../native-function.ts';
import { selectObjects } from '../selection.ts';

/**
 * The nodes that the arguments `name` and `label_selector` select, all where both are missing; with
 * `pod_label_selector` and `pod_namespace` those of them that such a pod is on. A NothingHitError where
 * there is none.
 */
export async function selectNodes(
  given: JsonObject,
  world: FunctionWorld,
): Promise<readonly KubeObject[]> {
  const named = await selectObjects({ apiVersion: 'v1', kind: 'Node' }, given, world);
  const nodes = await withPods(named, given, world);
  if (nodes.length > 0) return nodes;
  const asked = Object.entries(given)
    .filter(([name, value]) => /selector|name/.test(name) && typeof value === 'string')
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  throw new NothingHitError(`no node matches ${asked.join(', ')}`.trimEnd());
}

async function withPods(
  nodes: readonly KubeObject[],
  given: JsonObject,
  { cluster, signal }: FunctionWorld,
): Promise<readonly KubeObject[]> {
  const args = new Arguments(given);
  const labelSelector = args.optionalText('pod_label_selector');
  const namespace = args.optionalText('pod_namespace');
  if (labelSelector === undefined || namespace === undefined) return nodes;
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector },
    signal,
  );
  const used = new Set(pods.map((pod) => stringAt(pod, 'spec', 'nodeName')));
  return nodes.filter(({ metadata }) => used.has(metadata.name));
}
