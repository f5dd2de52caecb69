import type { ObjectReference } from '../cluster/kube-object.ts';
import { groupOf } from '../manifests/manifest.ts';

/**
 * An object as kubectl is told of it: `deployment.v1.apps/web --namespace shop`. The group is there, as
 * kinds of the same name could be meant without it.
 */
export function commandName(reference: ObjectReference): string {
  const { apiVersion, kind, name, namespace } = reference;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const group = groupOf(reference);
  const type = group === '' ? kind : `${kind}.${version}.${group}`;
  const place = namespace === undefined ? '' : ` --namespace ${namespace}`;
  return `${type.toLowerCase()}/${name}${place}`;
}
