import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import { deadline } from './deadline.ts';

/** Name and version of everything in the namespace that a deployment could write to. */
export async function writtenVersions(cluster: Cluster): Promise<readonly string[]> {
  const kinds = [
    ['v1', 'ConfigMap'],
    ['v1', 'Secret'],
    ['v1', 'Service'],
    ['apps/v1', 'Deployment'],
    ['coordination.k8s.io/v1', 'Lease'],
  ] as const;
  const lists = await Promise.all(
    kinds.map(([apiVersion, kind]) => cluster.list({ apiVersion, kind }, deadline())),
  );
  return lists.flatMap((list, index) =>
    list.map(({ metadata }) => {
      // The status of a Deployment moves on by itself.
      const version = metadata.generation ?? metadata.resourceVersion ?? '';
      return `${kinds[index]?.[1] ?? ''}/${metadata.name}@${version}`;
    }),
  );
}
