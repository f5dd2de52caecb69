import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { DeadlineError, startDeadline } from '@kube-delivery/shared/time/deadline';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { noteTarget } from './note-target.ts';
import { budgetRefusal, removePod } from './remove-pod.ts';

/** Milliseconds between two askings for an eviction that a budget refused. */
const patience = 2000;

/**
 * Evicts pods of a node and waits until they are gone; what a PodDisruptionBudget refuses is asked for
 * again. Rejects with an ActivityFailedError that says what is still there when the time, in
 * milliseconds, is over. In a dry run nothing is waited for.
 */
export async function emptyNode(
  world: FunctionWorld,
  act: string,
  node: string,
  pods: readonly KubeObject[],
  timeout: number,
): Promise<void> {
  const deadline = startDeadline(world.clock, timeout, `draining ${node}`, world.signal);
  const timed = { ...world, signal: deadline.signal };
  const remaining = new Map(pods.map((pod) => [pod, 'was not asked to end'] as const));
  try {
    await evictAll(timed, act, remaining);
    if (!world.dryRun) await untilGone(timed, node, pods, remaining);
  } catch (thrown) {
    world.signal.throwIfAborted();
    if (!deadline.signal.aborted) throw thrown;
    if (!(deadline.signal.reason instanceof DeadlineError)) throw thrown;
    const still = [...remaining].map(([pod, why]) => `pod ${pod.metadata.name} ${why}`);
    throw new ActivityFailedError(
      `Node ${node} was not drained within ${formatDuration(timeout)}: ${still.join('; ')}`,
      { cause: thrown },
    );
  } finally {
    deadline.cancel();
  }
}

/** Asks in rounds, so that a budget that refuses one pod does not keep the others on the node. */
async function evictAll(
  world: FunctionWorld,
  act: string,
  remaining: Map<KubeObject, string>,
): Promise<void> {
  let pending = [...remaining.keys()];
  while (pending.length > 0) {
    const refused = [];
    for (const pod of pending) {
      const refusal = await evict(world, act, pod);
      if (refusal !== undefined && !remaining.get(pod)?.startsWith('is kept')) {
        world.log.info(
          `Pod ${pod.metadata.name} ${refusal}; asked again every ${formatDuration(patience)}`,
        );
      }
      remaining.set(pod, refusal ?? 'is still ending');
      if (refusal !== undefined) refused.push(pod);
    }
    pending = refused;
    if (pending.length > 0) await world.clock.sleep(patience, world.signal);
  }
}

/** What a budget says against the eviction; undefined where it is done, or the pod is gone. */
async function evict(
  world: FunctionWorld,
  act: string,
  pod: KubeObject,
): Promise<string | undefined> {
  try {
    const isRemoved = await world.turn(async () => {
      const live = await world.blastRadius.recheck(pod, world.signal);
      return removePod(world, live, undefined);
    });
    if (!isRemoved) return undefined;
  } catch (thrown) {
    const cause = thrown instanceof ActivityFailedError ? thrown.cause : thrown;
    const refusal = budgetRefusal(cause);
    if (refusal !== undefined && !world.dryRun) return `is kept: ${refusal}`;
    if (isApiError(cause, 409) || (await isGone(world, pod))) return undefined;
    throw thrown;
  }
  const done = world.caps.respectPdb ? 'evicted' : 'deleted';
  const reason = world.dryRun ? `would be ${done}` : done;
  noteTarget(world, act, pod, { in: true, reason });
  if (!world.dryRun) world.ledger.countEffect();
  world.log.info(`Pod ${pod.metadata.name}: ${reason}`);
  return undefined;
}

async function isGone({ cluster, signal }: FunctionWorld, pod: KubeObject): Promise<boolean> {
  const { name, namespace, uid } = pod.metadata;
  const place = namespace === undefined ? {} : { namespace };
  const live = await cluster.read({ apiVersion: 'v1', kind: 'Pod', name, ...place }, signal);
  return live?.metadata.uid !== uid;
}

async function untilGone(
  { cluster, signal }: FunctionWorld,
  node: string,
  pods: readonly KubeObject[],
  remaining: Map<KubeObject, string>,
): Promise<void> {
  const query = {
    apiVersion: 'v1',
    kind: 'Pod',
    allNamespaces: true,
    fieldSelector: `spec.nodeName=${node}`,
  };
  for await (const seen of cluster.observe(query, signal)) {
    const there = new Set(seen.map(({ metadata }) => metadata.uid));
    for (const pod of pods) if (!there.has(pod.metadata.uid)) remaining.delete(pod);
    if (remaining.size === 0) return;
  }
}
