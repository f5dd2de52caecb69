import { describeReference, isApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { referenceTo } from '../../manifests/manifest.ts';
import { releaseMark } from '../marks.ts';
import { membershipOf, partOfLabel } from './apply-set-id.ts';
import type { ApplySet } from './apply-set-id.ts';
import { idLabel } from './apply-set-parent.ts';

/** Why an object cannot become a member of a set. */
export interface ForeignMember {
  readonly message: string;
  readonly hint: string;
}

/**
 * Says whose an object is that another set has already (KEP-3659: an object is of one set at most), or
 * undefined where it may become a member of this one. `object` is the live one, or a manifest that
 * names a set itself. Reads only, and only for an object of another set.
 */
export async function findForeignSet(
  cluster: Cluster,
  object: KubeObject,
  set: ApplySet,
  signal: AbortSignal,
): Promise<ForeignMember | undefined> {
  const id = membershipOf(object);
  if (id === undefined || id === set.id) return undefined;
  const namespaces = new Set([
    object.metadata.namespace ?? set.parent.namespace,
    set.parent.namespace,
  ]);
  const parents = await Promise.all(
    [...namespaces].flatMap((namespace) => [
      findParents(cluster, 'Secret', namespace, id, signal),
      findParents(cluster, 'ConfigMap', namespace, id, signal),
    ]),
  );
  const [parent] = parents.flat();
  return {
    message: `it belongs to another ApplySet, ${parent === undefined ? id : describeParent(parent)}`,
    hint: `Take it out of that release, or remove its label ${partOfLabel} if nothing else applies it`,
  };
}

async function findParents(
  cluster: Cluster,
  kind: string,
  namespace: string,
  id: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  try {
    const query = { apiVersion: 'v1', kind, namespace, labelSelector: `${idLabel}=${id}` };
    return await cluster.list(query, signal);
  } catch (error) {
    // Its id tells less than its name, and enough.
    if (isApiError(error, 403)) return [];
    throw error;
  }
}

function describeParent(parent: KubeObject): string {
  const release = parent.metadata.annotations?.[releaseMark];
  const place = describeReference(referenceTo(parent));
  return release === undefined ? `that of ${place}` : `that of release ${release} (${place})`;
}
