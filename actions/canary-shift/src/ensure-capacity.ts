import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { neededReplicas, planScale } from './capacity.ts';
import { untilServing } from './pod-readiness.ts';
import type { Readiness } from './pod-readiness.ts';
import { deployment, presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { replicasOf } from './sides.ts';

/** Gives the canary the pods that a weight needs, and waits until that many are ready. */
export async function ensureCapacity(session: Session, percent: number): Promise<Readiness> {
  const { services, workloads } = presentRecord(session);
  const needed = await capacityFor(session, percent);
  const canary = await readWorkload(session, workloads.canary);
  const { scaleCanary } = session.inputs;
  const wanted = planScale(needed, replicasOf(canary), scaleCanary, workloads.canary);
  if (wanted !== undefined) {
    session.context.log.info(
      `Scaling ${workloads.canary} to ${wanted} for a weight of ${percent}%`,
    );
    await scale(session, canary, wanted);
  }
  return untilServing(session, services.canary, workloads.canary, needed);
}

/** Ready pods that the canary needs for a weight, by what the stable side has and had. */
export async function capacityFor(session: Session, percent: number): Promise<number> {
  const { original, workloads } = presentRecord(session);
  const stable = await readWorkload(session, workloads.stable);
  return neededReplicas(percent, Math.max(original.stableReplicas, replicasOf(stable)));
}

/** Sets a Deployment's replicas; nothing is written where it has them. */
export async function scale(
  { cluster, signal }: Session,
  workload: KubeObject,
  replicas: number,
): Promise<void> {
  if (replicasOf(workload) === replicas) return;
  const { apiVersion, kind, metadata } = workload;
  const { name, namespace } = metadata;
  const reference = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  await cluster.patch(reference, [{ op: 'add', path: '/spec/replicas', value: replicas }], {
    signal,
  });
}

/** A Deployment that must be there. */
export async function readWorkload(session: Session, name: string): Promise<KubeObject> {
  const reference = deployment(session, name);
  const workload = await session.cluster.read(reference, session.signal);
  if (workload !== undefined) return workload;
  throw new PreconditionError(`${describeReference(reference)} was not found`);
}
