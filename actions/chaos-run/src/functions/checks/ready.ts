import type { Json } from '@kube-delivery/shared/json/json';
import { parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import { findTargetPods, referenceOf } from '@kube-delivery/shared/target/target-pods';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { plainOutcome } from './check-outcome.ts';
import { whyNodeNotReady, whyNotReady } from './target-readiness.ts';

/**
 * Whether a target is ready: a workload with all the pods it wants, a Service with ready pods only, a
 * pod, or a node that takes pods. Gives `{passed, reason, latency_ms, asked}` as `check` does.
 */
export const ready: NativeProbe = {
  type: 'probe',
  module: 'kube_delivery.probes',
  func: 'ready',
  aliases: [],
  parameters: { target: required, ns: byDefault(null) },
  run: async (given, world) => {
    const args = new Arguments(given);
    const text = args.text('target');
    const node = /^node\/(.+)$/.exec(text)?.[1];
    if (node !== undefined) return nodeOutcome(node, world);
    const target = parseTarget(text);
    if (target === undefined) {
      const wanted = `must be like ${targetExamples} or node/worker-1`;
      throw new ActivityFailedError(`argument target is ${JSON.stringify(text)}, but ${wanted}`);
    }
    return targetOutcome(target, args.optionalText('ns') ?? world.cluster.namespace, world);
  },
};

async function nodeOutcome(
  name: string,
  { cluster, signal }: Pick<FunctionWorld, 'cluster' | 'signal'>,
): Promise<Json> {
  const node = await cluster.read({ apiVersion: 'v1', kind: 'Node', name }, signal);
  return plainOutcome(node === undefined ? `node ${name} does not exist` : whyNodeNotReady(node));
}

async function targetOutcome(
  target: Target,
  namespace: string,
  { cluster, signal }: Pick<FunctionWorld, 'cluster' | 'signal'>,
): Promise<Json> {
  const found = await findTargetPods(cluster, target, signal, namespace);
  if ('problem' in found) return plainOutcome(found.problem);
  const object = await cluster.read(referenceOf(target, namespace), signal);
  if (object === undefined) return plainOutcome(`${target.kind}/${target.name} does not exist`);
  return plainOutcome(whyNotReady(object, found.pods));
}
