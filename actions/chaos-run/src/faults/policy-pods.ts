import { NothingHitError } from '../activity-failed.ts';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { labelSelectorText } from '@kube-delivery/shared/cluster/label-selector';
import { objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { FunctionWorld } from '../functions/native-function.ts';
import { noteTarget } from './note-target.ts';

/**
 * Lets a NetworkPolicy come: the pods that it selects are the targets, as a pod that is cut off counts
 * as hit. Rejects with an ActivityFailedError where one of them may not be hit, a cap forbids it, or the
 * policy selects none; with `compat: chaostoolkit` it may select none.
 */
export async function admitPolicy(
  world: FunctionWorld,
  act: string,
  policy: KubeObject,
): Promise<void> {
  const { blastRadius, compat, signal } = world;
  const pods = await consentingPods(world, act, policy);
  if (pods.length > 0) {
    await blastRadius.permit({ name: act, chosen: pods, population: pods.length }, signal);
  } else if (compat === 'strict') {
    throw new NothingHitError(`no pod may be hit: ${described(policy)} selects none`);
  }
}

/**
 * The pods that a NetworkPolicy selects, all of which may be hit. Rejects with an ActivityFailedError
 * that names those which may not.
 */
export async function consentingPods(
  world: FunctionWorld,
  act: string,
  policy: KubeObject,
): Promise<readonly KubeObject[]> {
  const pods = await policyPods(world, policy);
  const judged = await world.blastRadius.judge(pods, world.signal);
  const out = judged.filter((each) => !each.in);
  for (const each of out) noteTarget(world, act, each.object, each);
  if (out.length === 0) return pods;
  const reasons = out.map(({ object, reason }) => `${object.metadata.name} ${reason}`);
  throw new NothingHitError(
    `${described(policy)} selects pods that may not be hit: ${reasons.join('; ')}`,
  );
}

/** Notes the pods that a NetworkPolicy, which has come or gone, selects. */
export async function notePolicyPods(
  world: FunctionWorld,
  act: string,
  policy: KubeObject,
  reason: string,
): Promise<void> {
  for (const pod of await policyPods(world, policy))
    noteTarget(world, act, pod, { in: true, reason });
}

/** Notes for each pod that the policy selects whether it may be hit. */
export async function discoverPolicy(
  world: FunctionWorld,
  act: string,
  policy: KubeObject,
): Promise<void> {
  const judged = await world.blastRadius.judge(await policyPods(world, policy), world.signal);
  for (const each of judged) noteTarget(world, act, each.object, each);
}

/** The pods of its namespace that a NetworkPolicy selects, without those that have ended or end. */
async function policyPods(
  { cluster, signal }: FunctionWorld,
  { metadata, ...policy }: KubeObject,
): Promise<readonly KubeObject[]> {
  const labelSelector = labelSelectorText(objectAt(policy, 'spec', 'podSelector'));
  const { namespace } = metadata;
  const pods = await cluster.list(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === '' ? {} : { labelSelector }),
    },
    signal,
  );
  return pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      !['Succeeded', 'Failed'].includes(stringAt(pod, 'status', 'phase') ?? ''),
  );
}

function described({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}
