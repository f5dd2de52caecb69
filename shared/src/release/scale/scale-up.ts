import { mapConcurrently } from '../../async/map-concurrently.ts';
import { describeReference } from '../../cluster/api-error.ts';
import { numberAt } from '../../json/json.ts';
import { identityOf } from '../../manifests/manifest.ts';
import type { Deadline } from '../../time/deadline.ts';
import { mostAtOnce } from '../plan-release.ts';
import type { ReleasePlan } from '../release-plan.ts';
import type { ReleaseWork } from '../release-work.ts';
import { replicasOf } from './scaled-workload.ts';
import type { ScaledWorkload } from './scaled-workload.ts';

/** Asks workloads for the replicas that are given with them; those that have them are not written. */
export async function scaleUp(
  { cluster, context }: Pick<ReleaseWork, 'cluster' | 'context'>,
  workloads: readonly ScaledWorkload[],
  { signal }: Pick<Deadline, 'signal'>,
): Promise<void> {
  await mapConcurrently(workloads, mostAtOnce, async ({ reference, replicas }) => {
    const live = await cluster.read(reference, signal);
    if (live === undefined || replicasOf(live) === replicas) return;
    await cluster.patch(reference, [{ op: 'add', path: '/spec/replicas', value: replicas }], {
      signal,
    });
    context.log.info(`scaled to ${replicas}: ${describeReference(reference)}`);
  });
}

/**
 * Which of the workloads that were taken down must be scaled by hand once `plan` is written, because
 * nothing in it does: those at zero whose replicas the manifest does not name or an autoscaler owns.
 * `asBefore` also gives those that the manifest names what they had before.
 */
export function leftDown(
  plan: ReleasePlan,
  takenDown: readonly ScaledWorkload[],
  { asBefore }: { readonly asBefore: boolean },
): readonly ScaledWorkload[] {
  const planned = new Map(plan.objects.map((each) => [identityOf(each.reference), each]));
  return takenDown.filter(({ reference }) => {
    const each = planned.get(identityOf(reference));
    if (each?.live === undefined || replicasOf(each.live) > 0) return false;
    const declared = numberAt(each.declared, 'spec', 'replicas');
    const isApplied =
      declared !== undefined && declared === numberAt(each.object, 'spec', 'replicas');
    return asBefore || !isApplied;
  });
}
