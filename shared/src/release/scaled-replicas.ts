import { isApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, objectAt, stringAt, valueAt } from '../json/json.ts';
import { without } from '../json/without.ts';

/**
 * `object` as it may be applied while a HorizontalPodAutoscaler sets the replicas of `live`: without
 * `spec.replicas`, so that the autoscaler's number stays whatever the manifest says. Where its writer
 * still owns the field, leaving it out would reset it to 1, so the live number is given instead.
 */
export function withReplicasOfAutoscaler(
  object: KubeObject,
  live: KubeObject,
  isOwned: boolean,
): KubeObject {
  const spec = without(objectAt(object, 'spec'), 'replicas');
  const current = valueAt(live, 'spec', 'replicas');
  if (!isOwned || current === undefined) return { ...object, spec };
  return { ...object, spec: { ...spec, replicas: current } };
}

/** Tells which objects are scaled by an autoscaler, of the release itself or in the cluster. */
export async function findScaledObjects(
  cluster: Cluster,
  release: readonly KubeObject[],
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<(object: KubeObject) => boolean> {
  const kind = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
  const lists = await Promise.all(
    namespaces.map(async (namespace) => {
      try {
        return await cluster.list({ ...kind, namespace }, signal);
      } catch (error) {
        // Replicas that an autoscaler has set are then still guarded by the server, as a conflict.
        if (isApiError(error, 403)) return [];
        throw error;
      }
    }),
  );
  const scaled = new Set(
    [...release.filter(isAutoscaler), ...lists.flat()].map((autoscaler) =>
      [
        autoscaler.metadata.namespace ?? '',
        stringAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') ?? '',
        stringAt(autoscaler, 'spec', 'scaleTargetRef', 'name') ?? '',
      ].join('/'),
    ),
  );
  return ({ kind: objectKind, metadata }) =>
    scaled.has([metadata.namespace ?? '', objectKind, metadata.name].join('/'));
}

function isAutoscaler({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'HorizontalPodAutoscaler' && apiVersion.startsWith('autoscaling/');
}

/** Whether a field manager has applied the replicas that `live` has. */
export function ownsReplicas(live: KubeObject, manager: string): boolean {
  return arrayAt(live, 'metadata', 'managedFields').some(
    (entry) =>
      stringAt(entry, 'manager') === manager &&
      stringAt(entry, 'operation') === 'Apply' &&
      valueAt(entry, 'fieldsV1', 'f:spec', 'f:replicas') !== undefined,
  );
}
