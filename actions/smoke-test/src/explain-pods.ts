import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { describeEvents } from '@kube-delivery/shared/cluster/diagnosis/event';
import { listEventsOf } from '@kube-delivery/shared/cluster/diagnosis/gather';
import { inspectContainers } from '@kube-delivery/shared/cluster/diagnosis/inspect-pod';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { ContainerFinding, Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import { isServing } from '@kube-delivery/shared/cluster/readiness/pod';
import { stringAt } from '@kube-delivery/shared/json/json';
import { isGoodAttempt } from './attempt.ts';
import type { Round } from './attempt.ts';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import type { Target } from '@kube-delivery/shared/target/target';

const mostPods = 3;
const mostEvents = 20;
const logLines = 20;

/** More than this is not waited for an explanation. */
const longest = 15_000;

/**
 * What stands around the pods that failed: phase, restarts, events and last log lines. Empty where
 * that cannot be read; rejects only when the signal aborts.
 */
export async function explainPods(
  cluster: Cluster,
  target: Target,
  round: Round | undefined,
  { clock, signal }: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<readonly Diagnosis[]> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
    return await explainFailedPods(cluster, target, round, { clock, signal: soon });
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

async function explainFailedPods(
  cluster: Cluster,
  target: Target,
  round: Round | undefined,
  { clock, signal }: Pick<ActionContext, 'clock' | 'signal'>,
): Promise<readonly Diagnosis[]> {
  const found = await findTargetPods(cluster, target, signal);
  if ('problem' in found) return [];
  const failed = new Set(
    round?.attempts.filter((attempt) => !isGoodAttempt(attempt)).map(({ pod }) => pod),
  );
  const pods = found.pods.filter(({ name, ready }) => failed.has(name) || !ready);
  return Promise.all(
    pods.slice(0, mostPods).map(async ({ object }) => {
      const [containers, events] = await Promise.all([
        inspectContainers(cluster, object, () => true, { clock, signal, logLines }),
        listEventsOf(cluster, object, signal),
      ]);
      return explain(object, containers, describeEvents(events, mostEvents));
    }),
  );
}

function explain(
  pod: KubeObject,
  containers: readonly ContainerFinding[],
  events: readonly string[],
): Diagnosis {
  const { name, namespace } = pod.metadata;
  const restarts = containers.reduce((sum, container) => sum + container.restarts, 0);
  const phase = stringAt(pod, 'status', 'phase') ?? 'Unknown';
  const state = `${phase}, ${isServing(pod) ? 'ready' : 'not ready'}`;
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    reason: `Pod ${name} is ${state}, with ${restarts} restart${restarts === 1 ? '' : 's'}`,
    hint: 'Its events and last log lines follow',
    events,
    containers,
  };
}
