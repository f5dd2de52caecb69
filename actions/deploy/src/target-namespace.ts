import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { withManagedBy, withProvenance } from '@kube-delivery/shared/release/marks';
import type { Session } from './session.ts';

/**
 * Whether the connection's namespace is there. Who may not read namespaces, which is usual for a
 * deployer's account, is taken to know that it is.
 */
export async function namespaceExists(cluster: Cluster, signal: AbortSignal): Promise<boolean> {
  const reference = { apiVersion: 'v1', kind: 'Namespace', name: cluster.namespace };
  try {
    return (await cluster.read(reference, signal)) !== undefined;
  } catch (error) {
    if (isApiError(error, 403)) return true;
    throw error;
  }
}

/** Throws unless a missing namespace may be made: by `create-namespace`, or as the release has it. */
export function requireCreation({ inputs, cluster, objects }: Session): void {
  if (inputs.createNamespace || declaredNamespace(objects, cluster.namespace)) return;
  throw new PreconditionError(`namespace ${cluster.namespace} does not exist`, {
    hint: 'Create it, correct the input namespace, or set create-namespace',
  });
}

/** Makes the connection's namespace, as the release declares it where it does. */
export async function createNamespace({
  cluster,
  context,
  inputs,
  objects,
  signal,
}: Session): Promise<void> {
  const name = cluster.namespace;
  const bare = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const namespace = withManagedBy(declaredNamespace(objects, name) ?? bare);
  await cluster.apply(withProvenance(namespace, inputs.release, context.run), { signal });
  context.log.info(`create: Namespace ${name}`);
}

function declaredNamespace(objects: readonly KubeObject[], name: string): KubeObject | undefined {
  return objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
}
