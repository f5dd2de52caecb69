import { isApiError } from '../api-error.ts';
import type { Cluster, ObjectQuery } from '../cluster.ts';
import type { KubeObject } from '../kube-object.ts';

/** Objects that help to explain but are not needed: none where the server does not let them be read. */
export async function listIfAllowed(
  cluster: Cluster,
  query: ObjectQuery,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  try {
    return await cluster.list(query, signal);
  } catch (error) {
    if (isApiError(error)) return [];
    throw error;
  }
}

/** The events about one object, as far as they may be read. */
export function listEventsOf(
  cluster: Cluster,
  { metadata }: KubeObject,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  return listIfAllowed(
    cluster,
    {
      apiVersion: 'v1',
      kind: 'Event',
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      fieldSelector: `involvedObject.uid=${metadata.uid ?? ''}`,
    },
    signal,
  );
}
