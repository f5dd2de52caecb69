import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { applySetOf } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import { ReleaseHistory } from '@kube-delivery/shared/release/release-history';
import type { ReleaseWork } from '@kube-delivery/shared/release/release-work';
import { takeReleaseLock, underLock } from '@kube-delivery/shared/release/take-release-lock';
import type { Ending } from './ending.ts';
import { finishRelease } from './finish-release.ts';
import type { Inputs } from './inputs.ts';
import { rollBackHelmRelease } from './roll-back-helm.ts';
import { rollBackRelease } from './roll-back-release.ts';
import { rollBackWorkload } from './roll-back-workload.ts';

/** Takes the subject back; under its lock, unless it only says what that would do. */
export async function rollBack(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
): Promise<Ending> {
  const { dryRun, lockTimeout, subject, watching } = inputs;
  const release = lockName(inputs);
  const work: ReleaseWork = {
    release,
    cluster,
    context,
    history: new ReleaseHistory(cluster, release, context.clock),
    set: applySetOf(release, cluster.namespace),
    watching,
    signal: context.signal,
  };
  const act = (within: ReleaseWork): Promise<Ending> => {
    switch (subject.kind) {
      case 'release':
        return inputs.mode === 'finish'
          ? finishRelease(within, inputs)
          : rollBackRelease(within, inputs);
      case 'workload':
        return rollBackWorkload(within, subject.workload, inputs);
      case 'helm-release':
        return rollBackHelmRelease(within, inputs);
    }
  };
  if (dryRun) return act(work);
  const lock = await takeReleaseLock(cluster, release, lockTimeout, context);
  try {
    return await act(underLock(work, lock));
  } finally {
    await lock.release();
  }
}

/** What is not a release of deploy is locked by its own name. */
function lockName({ subject }: Inputs): string {
  switch (subject.kind) {
    case 'release':
    case 'helm-release':
      return subject.name;
    case 'workload':
      return `${subject.workload.kind.toLowerCase()}-${subject.workload.name}`;
  }
}
