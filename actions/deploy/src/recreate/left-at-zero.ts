import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { scaleUp } from '@kube-delivery/shared/release/scale/scale-up';
import { replicasOf } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
import { watchUntilReady } from '@kube-delivery/shared/release/watch-until-ready';

/** Those of the workloads that were taken down that are down at this moment. */
export async function leftAtZero(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  takenDown: readonly ScaledWorkload[],
): Promise<readonly ScaledWorkload[]> {
  const wanted = takenDown.filter(({ replicas }) => replicas > 0);
  const live = await Promise.all(wanted.map(({ reference }) => cluster.read(reference, signal)));
  return wanted.filter((_, index) => {
    const workload = live[index];
    return workload !== undefined && replicasOf(workload) === 0;
  });
}

/** Gives workloads the replicas that they had and watches them; tells in words how that went. */
export async function bringBack(
  work: ReleaseWork,
  workloads: readonly ScaledWorkload[],
): Promise<string> {
  const references = workloads.map(({ reference }) => reference);
  const failure = await withinTimeout(work, async (deadline) => {
    await scaleUp(work, workloads, deadline);
    return work.watching.wait ? watchUntilReady(work, references, deadline) : undefined;
  });
  const asked = `was given back the pods that it had: ${describeScaled(workloads)}`;
  return failure === undefined ? asked : `${asked}, but ${failure.reason}`;
}

/** `Deployment web in namespace shop (3)`, and so on. */
export function describeScaled(workloads: readonly ScaledWorkload[]): string {
  return workloads
    .map(({ reference, replicas }) => `${describeReference(reference)} (${replicas})`)
    .join(', ');
}
