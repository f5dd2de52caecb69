import { describeReference, isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { faultMark } from './fault-record.ts';
import { readPresent } from './read-present.ts';
import { leftAlone, nothingToDo, undone } from './step-outcome.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Deletes an object that the fault with this id created; any other of its name is left alone. */
export async function deleteCreated(
  cluster: Cluster,
  reference: ObjectReference,
  id: string,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const present = await readPresent(cluster, reference, signal);
  if (present === undefined || present.metadata.deletionTimestamp !== undefined) return nothingToDo;
  const title = describeReference(reference);
  if (markOf(present) !== id) return leftAlone(`${title} is not the one that was created`);
  try {
    const { uid } = present.metadata;
    await cluster.delete(reference, { signal, ...(uid === undefined ? {} : { uid }) });
  } catch (error) {
    if (!isApiError(error, 409)) throw error;
    return leftAlone(`${title} was replaced by another`);
  }
  return undone;
}

function markOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[faultMark];
}
