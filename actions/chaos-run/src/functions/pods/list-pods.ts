import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld } from '../native-function.ts';

/** The pods of a namespace that a label selector selects; all without one. */
export function listPods(
  { cluster, signal }: Pick<FunctionWorld, 'cluster' | 'signal'>,
  namespace: string,
  labelSelector: string | undefined,
): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', namespace };
  return cluster.list(labelSelector === undefined ? query : { ...query, labelSelector }, signal);
}

/** What was looked for, for messages. */
export function describeSearch(
  namespace: string,
  labelSelector: string | undefined,
  namePattern?: string,
): string {
  const parts = [
    labelSelector === undefined ? [] : [`label selector ${labelSelector}`],
    namePattern === undefined ? [] : [`name pattern ${namePattern}`],
  ].flat();
  return parts.length === 0
    ? `anything in namespace ${namespace}`
    : `${parts.join(' and ')} in namespace ${namespace}`;
}
