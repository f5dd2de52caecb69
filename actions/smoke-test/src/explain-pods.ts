import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { describeEvents } from '@kube-delivery/shared/cluster/diagnosis/event';
import { listEventsOf } from '@kube-delivery/shared/cluster/diagnosis/gather';
import { inspectContainers } from '@kube-delivery/shared/cluster/diagnosis/inspect-pod';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { ContainerFinding, Diagnosis } from '@kube-delivery/shared/cluster/readiness';
import { stringAt } from '@kube-delivery/shared/json/json';
import { isGoodAttempt } from './attempt.ts';
import type { Round } from './attempt.ts';
import { findTargetPods } from './target-pods.ts';
import type { Target } from './target.ts';

const mostPods = 3;
const mostEvents = 20;
const logLines = 20;

/** What stands around the pods that failed: phase, restarts, events and last log lines. */
export async function explainPods(
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
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    reason: `Pod ${name} is ${phase}, with ${restarts} restarts`,
    hint: 'Its events and last log lines follow',
    events,
    containers,
  };
}
