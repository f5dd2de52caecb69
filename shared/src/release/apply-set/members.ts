import { PreconditionError } from '../../action/errors.ts';
import { mapConcurrently } from '../../async/map-concurrently.ts';
import { isApiError } from '../../cluster/api-error.ts';
import type { ApiResource, Cluster } from '../../cluster/cluster.ts';
import type { KubeObject, ObjectMeta, ObjectReference } from '../../cluster/kube-object.ts';
import { without } from '../../json/without.ts';
import { referenceTo } from '../../manifests/manifest.ts';
import { partOfLabel } from './apply-set-id.ts';
import type { ApplySet } from './apply-set-id.ts';
import { groupKindOf, parseGroupKind } from './apply-set-scope.ts';
import type { ApplySetScope } from './apply-set-scope.ts';
import type { PlacedReference } from './place-references.ts';

/** How many calls of a prune are under way at the same time. */
export const callsAtOnce = 16;

/** An object that carries the label of a set. */
export interface Member {
  readonly reference: ObjectReference;
  readonly resource: ApiResource;
  readonly metadata: ObjectMeta;
}

/**
 * All members of a set in this scope. Kinds that the server no longer serves have none. A list that is
 * forbidden is a PreconditionError with the rule that allows it.
 */
export async function listMembers(
  cluster: Cluster,
  set: ApplySet,
  scope: ApplySetScope,
  release: readonly PlacedReference[],
  signal: AbortSignal,
): Promise<readonly Member[]> {
  const resources = await resourcesOf(cluster, scope, release, signal);
  const namespaces = [set.parent.namespace, ...scope.namespaces];
  const lists = resources.flatMap((resource) =>
    (resource.namespaced ? namespaces : [undefined]).map((namespace) => ({ resource, namespace })),
  );
  const members = await mapConcurrently(lists, callsAtOnce, async ({ resource, namespace }) => {
    const { apiVersion, kind } = resource;
    const query = {
      apiVersion,
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      labelSelector: `${partOfLabel}=${set.id}`,
    };
    try {
      const objects = await cluster.list(query, signal);
      return objects.filter(isOwnLabel).map((object) => toMember(object, resource));
    } catch (error) {
      if (!isApiError(error, 403)) throw error;
      throw new PreconditionError(
        `what is to be pruned of release ${set.release} cannot be found: ${error.message}`,
        { ...(error.hint === undefined ? {} : { hint: error.hint }), cause: error },
      );
    }
  });
  return members.flat();
}

/** How the server serves the kinds of a scope, each in one version. */
async function resourcesOf(
  cluster: Cluster,
  scope: ApplySetScope,
  release: readonly PlacedReference[],
  signal: AbortSignal,
): Promise<readonly ApiResource[]> {
  const known = new Map(
    release.flatMap(({ reference, resource }) =>
      resource === undefined ? [] : [[groupKindOf(reference), resource] as const],
    ),
  );
  const found = await Promise.all(
    scope.groupKinds.map(async (groupKind) => {
      const { group, kind } = parseGroupKind(groupKind);
      return known.get(groupKind) ?? (await cluster.preferredKind(group, kind, signal));
    }),
  );
  return found.flatMap((resource) => (resource?.verbs.includes('list') ? [resource] : []));
}

/**
 * Kubernetes copies a Service's labels to the Endpoints and EndpointSlices that it makes of it. They are
 * no members: they live and go with their Service.
 */
function isOwnLabel({ kind, metadata: { labels, annotations } }: KubeObject): boolean {
  if (kind === 'EndpointSlice')
    return labels?.['endpointslice.kubernetes.io/managed-by'] === undefined;
  if (kind !== 'Endpoints') return true;
  return (
    labels?.['endpoints.kubernetes.io/managed-by'] === undefined &&
    annotations?.['endpoints.kubernetes.io/last-change-trigger-time'] === undefined
  );
}

/** Without the contents, which may be large and are nobody's business here. */
function toMember(object: KubeObject, resource: ApiResource): Member {
  const metadata = without(object.metadata, 'managedFields') as ObjectMeta;
  return { reference: referenceTo(object), resource, metadata };
}
