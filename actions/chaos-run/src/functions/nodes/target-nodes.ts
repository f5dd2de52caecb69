import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import { ActivityFailedError, NothingHitError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld } from '../native-function.ts';

/**
 * The nodes of the argument `target`: the one that `node/worker-1` names, or those that pods of a
 * workload or Service in the namespace `ns` are on. A NothingHitError where there is none.
 */
export async function targetNodes(
  given: JsonObject,
  world: FunctionWorld,
): Promise<readonly KubeObject[]> {
  const { cluster, signal } = world;
  const text = new Arguments(given).text('target');
  const names = text.startsWith('node/')
    ? new Set([text.slice('node/'.length)])
    : await nodesBehind(text, given, world);
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' }, signal);
  const found = nodes.filter(({ metadata }) => names.has(metadata.name));
  if (found.length > 0) return found;
  throw new NothingHitError(`${text}: there is no such node, or none that its pods are on`);
}

async function nodesBehind(
  text: string,
  given: JsonObject,
  { cluster, signal }: FunctionWorld,
): Promise<ReadonlySet<string>> {
  const target = parseTarget(text);
  if (target === undefined) {
    throw new ActivityFailedError(
      `target is ${JSON.stringify(text)}, but must be node/worker-1, ${targetExamples}`,
    );
  }
  const namespace = new Arguments(given).text('ns');
  const found = await findTargetPods(cluster, target, signal, namespace);
  if ('problem' in found) throw new ActivityFailedError(found.problem);
  const names = found.pods.map(({ object }) => stringAt(object, 'spec', 'nodeName'));
  return new Set(names.filter((name) => name !== undefined));
}
