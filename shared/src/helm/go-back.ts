import { referenceTo } from '../manifests/manifest.ts';
import { withinTimeout } from '../release/attempt.ts';
import { watchUntilReady } from '../release/watch-until-ready.ts';
import type { Failure } from '../release/failure.ts';
import type { ReleaseWork } from '../release/release-work.ts';
import { scaleUp } from '../release/scale/scale-up.ts';
import { replicasOf } from '../release/scale/scaled-workload.ts';
import type { ScaledWorkload } from '../release/scale/scaled-workload.ts';
import type { Deadline } from '../time/deadline.ts';
import type { HelmClient } from './helm-client.ts';
import type { HelmRevision } from './helm-revision.ts';
import { hooksFor } from './hook-events.ts';
import { hooksOf, objectsOf } from './rendered-release.ts';
import { runHelmStep } from './run-helm-step.ts';
import { documentsOf } from './same-release.ts';

/**
 * Has Helm go back to a revision, whoever owns its fields by now, and waits until all of it is ready.
 * Where that revision is what Helm has deployed, nothing is asked of Helm. Workloads that were taken
 * down and are still at zero get the replicas that they had. Gives what went wrong, or undefined when
 * it runs again.
 */
export async function goBackByHelm(
  work: ReleaseWork,
  helm: HelmClient,
  to: HelmRevision,
  historyLimit: number,
  down: readonly ScaledWorkload[] = [],
): Promise<Failure | undefined> {
  const documents = documentsOf(to) ?? [];
  return withinTimeout(work, async (deadline) => {
    const newest = (await helm.history(deadline.signal)).at(-1);
    const isThere = newest?.revision === to.revision && newest.status === 'deployed';
    const failure = isThere
      ? undefined
      : await runHelmStep(
          work,
          {
            name: 'rollback',
            hooks: hooksFor('rollback', hooksOf({ documents })),
            run: (limits) =>
              helm.rollback(to.revision, {
                ...limits,
                force: to.appliedBy === 'server',
                historyLimit,
                hooks: true,
              }),
          },
          deadline,
        );
    if (failure !== undefined) return failure;
    await bringUp(work, down, deadline);
    if (!work.watching.wait) return undefined;
    return watchUntilReady(work, objectsOf({ documents }).map(referenceTo), deadline);
  });
}

async function bringUp(
  work: ReleaseWork,
  down: readonly ScaledWorkload[],
  deadline: Deadline,
): Promise<void> {
  const live = await Promise.all(
    down.map(({ reference }) => work.cluster.read(reference, deadline.signal)),
  );
  const still = down.filter((_, index) => {
    const workload = live[index];
    return workload !== undefined && replicasOf(workload) === 0;
  });
  await scaleUp(work, still, deadline);
}
