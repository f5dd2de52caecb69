import { acquireLock } from '@kube-delivery/shared/cluster/lease-lock';
import type { Session } from './session.ts';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

/**
 * Runs `work` while no deploy of the canary's release can write its objects or its history. A canary
 * that deploy did not make needs no such lock.
 */
export async function withReleaseLock<Result>(
  session: Session,
  { release }: ShiftRecord,
  work: () => Promise<Result>,
): Promise<Result> {
  if (release === undefined) return work();
  const { cluster, context, inputs } = session;
  const lock = await acquireLock(
    cluster,
    {
      kind: 'release',
      name: release.name,
      namespace: cluster.namespace,
      waitFor: inputs.lockTimeout,
    },
    context,
  );
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
