import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { booleanAt, stringAt } from '@kube-delivery/shared/json/json';

/** The controller that owns an object and makes it anew, by reference; undefined where none does. */
export function controllerOf({ metadata }: KubeObject): ObjectReference | undefined {
  const owner = (metadata.ownerReferences ?? []).find((each) => booleanAt(each, 'controller'));
  const apiVersion = stringAt(owner, 'apiVersion');
  const kind = stringAt(owner, 'kind');
  const name = stringAt(owner, 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const { namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
