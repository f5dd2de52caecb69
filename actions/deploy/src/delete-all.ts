import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { inPhases } from '@kube-delivery/shared/manifests/order';
import { mostAtOnce } from '@kube-delivery/shared/release/plan-release';
import type { Session } from './session.ts';

/** Deletes in the reverse of the order in which objects are applied; counts what was there. */
export async function deleteAll(
  { cluster, context, signal }: Session,
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
