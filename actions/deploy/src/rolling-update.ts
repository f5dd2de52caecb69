import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt, stringAt } from '@kube-delivery/shared/json/json';
import { asIntOrString } from './pod-count.ts';
import type { PodCount } from './pod-count.ts';

/** How Deployments are updated, where the inputs override what their manifests say. */
export interface RollingUpdate {
  readonly maxSurge: PodCount | undefined;
  readonly maxUnavailable: PodCount | undefined;
}

/** `object` with these limits, if it is a Deployment that is updated by rolling; else as it is. */
export function withRollingUpdate(object: KubeObject, update: RollingUpdate): KubeObject {
  const { maxSurge, maxUnavailable } = update;
  if (maxSurge === undefined && maxUnavailable === undefined) return object;
  if (object.kind !== 'Deployment' || !object.apiVersion.startsWith('apps/')) return object;
  const spec = objectAt(object, 'spec');
  const type = stringAt(spec, 'strategy', 'type') ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return object;
  const rollingUpdate = {
    ...objectAt(spec, 'strategy', 'rollingUpdate'),
    ...(maxSurge === undefined ? {} : { maxSurge: asIntOrString(maxSurge) }),
    ...(maxUnavailable === undefined ? {} : { maxUnavailable: asIntOrString(maxUnavailable) }),
  };
  return { ...object, spec: { ...spec, strategy: { type, rollingUpdate } } };
}
