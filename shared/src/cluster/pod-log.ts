import type { ApiClient } from './api-client.ts';
import type { LogQuery } from './cluster.ts';
import { objectPath } from './object-paths.ts';

/** Enough for any diagnosis, and little enough for memory and a step's log. */
const mostLogBytes = 4 * 1024 * 1024;

/** Where pods lie in the API. */
export const podResource = { apiVersion: 'v1', resource: 'pods', namespaced: true } as const;

/** The text of a container's log, of at most 4 MiB. */
export function readPodLog(
  client: ApiClient,
  { pod, container, previous, tailLines, sinceTime, timestamps }: LogQuery,
  namespace: string,
  signal: AbortSignal,
): Promise<string> {
  const path = objectPath(podResource, {
    namespace,
    name: pod,
    subresource: 'log',
    query: { container, previous, tailLines, sinceTime, timestamps, limitBytes: mostLogBytes },
  });
  return client.send(
    { verb: 'get', resource: 'pods/log', namespace, name: pod },
    { method: 'GET', path, accept: '*/*', repeatable: true },
    signal,
  );
}
