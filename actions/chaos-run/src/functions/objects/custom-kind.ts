import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type {
  GroupVersionKind,
  KubeObject,
  ObjectReference,
} from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { missing } from '../../faults/delete-object.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, Parameter } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';

/** Whether functions are on objects of a namespace, the argument `ns`, or on those that lie in none. */
export type Scoped = 'namespaced' | 'cluster';

/** The parameters that name a kind. */
export const kindParameters = { group: required, version: required, plural: required };

/** The parameter `ns` where objects lie in namespaces. */
export function namespaceParameter(scoped: Scoped): Readonly<Record<string, Parameter>> {
  return scoped === 'namespaced' ? { ns: byDefault('default') } : {};
}

/** `custom_object`, or `cluster_custom_object`. */
export function functionName(scoped: Scoped, verb: string, noun = 'custom_object'): string {
  return scoped === 'namespaced' ? `${verb}_${noun}` : `${verb}_cluster_${noun}`;
}

/** The namespace of the arguments; none for objects that lie in none. */
export function namespaceOf(scoped: Scoped, given: JsonObject): { readonly namespace?: string } {
  return scoped === 'namespaced' ? { namespace: new Arguments(given).text('ns') } : {};
}

/** The kind that `group`, `version` and `plural` name. An ActivityFailedError where there is no such one. */
export async function customKind(
  scoped: Scoped,
  given: JsonObject,
  { cluster, signal }: FunctionWorld,
): Promise<GroupVersionKind> {
  const args = new Arguments(given);
  const apiVersion = `${args.text('group')}/${args.text('version')}`;
  const plural = args.text('plural');
  const found = await cluster.resourceNamed(apiVersion, plural, signal);
  if (found === undefined) {
    throw new ActivityFailedError(
      `the cluster serves no ${plural} of ${apiVersion}; is its CustomResourceDefinition installed?`,
    );
  }
  const isNamespaced = scoped === 'namespaced';
  if (found.namespaced !== isNamespaced) {
    const lies = isNamespaced ? 'lie in no namespace' : 'lie in namespaces';
    throw new ActivityFailedError(
      `${plural} of ${apiVersion} ${lies}; use the function for ${isNamespaced ? 'cluster custom' : 'custom'} objects`,
    );
  }
  return { apiVersion, kind: found.kind };
}

/** The object that the arguments name. An ActivityFailedError where it does not exist. */
export async function customObject(
  scoped: Scoped,
  given: JsonObject,
  world: FunctionWorld,
): Promise<KubeObject> {
  const kind = await customKind(scoped, given, world);
  const name = new Arguments(given).text('name');
  const reference: ObjectReference = { ...kind, ...namespaceOf(scoped, given), name };
  const found = await world.cluster.read(reference, world.signal);
  if (found === undefined) throw missing(describeReference(reference));
  return found;
}
