import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { setCordon } from './cordon.ts';
import { planDrain } from './drain-plan.ts';
import type { DrainPlan } from './drain-plan.ts';
import { emptyNode } from './empty-node.ts';
import { noteTarget } from './note-target.ts';

/** How nodes are drained. */
export interface DrainOptions {
  /** The function or fault, for the ledger. */
  readonly act: string;
  /** Pods with an emptyDir are evicted, too. */
  readonly mayLoseData: boolean;
  /** Milliseconds that a node may take. */
  readonly timeout: number;
}

/**
 * Cordons the nodes, then evicts the pods of one after the other and waits until they are gone. What a
 * PodDisruptionBudget refuses is asked again until the time is over. Nothing is done, with an
 * ActivityFailedError, where a pod may not be hit, nothing would replace it, or too few would be left.
 */
export async function drainNodes(
  world: FunctionWorld,
  nodes: readonly KubeObject[],
  { act, mayLoseData, timeout }: DrainOptions,
): Promise<void> {
  const plans = [];
  for (const node of nodes) {
    plans.push({ node, plan: planDrain(await podsOn(world, node), mayLoseData) });
  }
  for (const { node, plan } of plans) await mustBeDrainable(world, act, node, plan);
  await world.blastRadius.leaveEnough(
    plans.flatMap(({ plan }) => plan.evicted),
    world.signal,
  );
  await setCordon(world, act, nodes, true);
  for (const { node, plan } of plans) {
    await emptyNode(world, act, node.metadata.name, plan.evicted, timeout);
    if (!world.dryRun) noteTarget(world, act, node, { in: true, reason: 'drained' });
  }
}

function podsOn(
  { cluster, signal }: FunctionWorld,
  node: KubeObject,
): Promise<readonly KubeObject[]> {
  const fieldSelector = `spec.nodeName=${node.metadata.name}`;
  return cluster.list(
    { apiVersion: 'v1', kind: 'Pod', allNamespaces: true, fieldSelector },
    signal,
  );
}

async function mustBeDrainable(
  world: FunctionWorld,
  act: string,
  { metadata: { name } }: KubeObject,
  { evicted, left, unmanaged }: DrainPlan,
): Promise<void> {
  for (const { pod, reason } of left) noteTarget(world, act, pod, { in: false, reason });
  if (unmanaged.length > 0) {
    throw new NothingHitError(
      `Node ${name} is not drained: nothing would replace ${unmanaged.map(named).join(', ')}, which no controller owns`,
    );
  }
  const out = (await world.blastRadius.judge(evicted, world.signal)).filter((each) => !each.in);
  for (const each of out) noteTarget(world, act, each.object, each);
  if (out.length > 0) {
    const reasons = out.map(({ object, reason }) => `${named(object)} ${reason}`);
    throw new NothingHitError(
      `Node ${name} is not drained, as not all of its pods may be hit: ${reasons.join('; ')}`,
    );
  }
}

function named({ metadata }: KubeObject): string {
  return `pod ${metadata.namespace ?? ''}/${metadata.name}`;
}
