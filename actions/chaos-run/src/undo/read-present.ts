import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';

/** The object as it is; undefined where it is gone, also along with its kind. */
export async function readPresent(
  cluster: Pick<Cluster, 'read'>,
  reference: ObjectReference,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await cluster.read(reference, signal);
  } catch (error) {
    if (isApiError(error, 404) && error.reason === 'UnknownKind') return undefined;
    throw error;
  }
}
