import { mapConcurrently } from '../async/map-concurrently.ts';
import { describeReference } from '../cluster/api-error.ts';
import type { ObjectReference } from '../cluster/kube-object.ts';
import { inPhases } from '../manifests/order.ts';
import { mostAtOnce } from './plan-release.ts';
import type { ReleaseWork } from './release-work.ts';

/** Deletes in the reverse of the order in which objects are applied; counts what was there. */
export async function deleteAll(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  references: readonly ObjectReference[],
): Promise<number> {
  let deleted = 0;
  for (const { items } of inPhases(references, (reference) => reference).toReversed()) {
    await mapConcurrently(items, mostAtOnce, async (reference) => {
      const there = await cluster.delete(reference, { signal });
      if (!there) return;
      deleted += 1;
      context.log.info(`deleted: ${describeReference(reference)}`);
    });
  }
  return deleted;
}
