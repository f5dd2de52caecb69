import type { ApiClient } from './api-client.ts';
import { isApiError } from './api-error.ts';
import type { ApiErrorCause } from './api-error.ts';
import type { EvictOptions } from './cluster.ts';
import { objectPath } from './object-paths.ts';
import { deleteBody } from './object-store.ts';
import { podResource } from './pod-log.ts';

/**
 * Evicts a pod; false where it is gone, or goes with its namespace that is being deleted. A
 * PodDisruptionBudget's refusal is an ApiError with status 429.
 */
export async function evictPod(
  client: ApiClient,
  pod: { readonly namespace: string; readonly name: string },
  { signal, dryRun, ...options }: EvictOptions,
): Promise<boolean> {
  const { namespace, name } = pod;
  let mayBeDone = false;
  try {
    await client.send(
      { verb: 'create', resource: 'pods/eviction', namespace, name },
      {
        method: 'POST',
        path: objectPath(podResource, {
          namespace,
          name,
          subresource: 'eviction',
          query: { dryRun: dryRun === true ? 'All' : undefined },
        }),
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { namespace, name },
          deleteOptions: deleteBody(options),
        },
        // Without its uid, the second try might hit the pod that took its place.
        repeatable: options.uid !== undefined,
        onDoubt: () => {
          mayBeDone = true;
        },
      },
      signal,
    );
    return true;
  } catch (error) {
    if (isApiError(error, 404)) return mayBeDone;
    if (isApiError(error, 403) && error.causes.some(isEndOfNamespace)) return false;
    throw error;
  }
}

/** In a namespace that is being deleted nothing is created any more, evictions neither. */
function isEndOfNamespace({ reason }: ApiErrorCause): boolean {
  return reason === 'NamespaceTerminating';
}
