import { without } from '../json/without.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { ReleaseWork } from './release-work.ts';

/**
 * Makes the objects of a plan what they were when it was made, by what was seen of them then; what was
 * not there stays.
 */
export async function putBack(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  plan: ReleasePlan,
): Promise<void> {
  for (const { live } of plan.objects) {
    if (live === undefined) continue;
    const { name, namespace, labels = {}, annotations = {} } = live.metadata;
    const metadata = {
      name,
      labels,
      annotations,
      ...(namespace === undefined ? {} : { namespace }),
    };
    const { apiVersion, kind } = live;
    const before = { ...without(live, 'status'), apiVersion, kind, metadata };
    await cluster.apply(before, { signal, force: true });
  }
}
