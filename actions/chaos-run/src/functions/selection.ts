import type { GroupVersionKind, KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { Arguments } from './arguments.ts';
import type { FunctionWorld } from './native-function.ts';

/**
 * The objects of a kind that the arguments `name` and `label_selector` select together, all where both are
 * missing; in the namespace of the argument `ns` where the kind has namespaces.
 */
export function selectObjects(
  kind: GroupVersionKind,
  given: JsonObject,
  { cluster, signal }: Pick<FunctionWorld, 'cluster' | 'signal'>,
): Promise<readonly KubeObject[]> {
  const args = new Arguments(given);
  const namespace = args.optionalText('ns');
  const name = args.optionalText('name');
  const labelSelector = args.optionalText('label_selector');
  return cluster.list(
    {
      ...kind,
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
    },
    signal,
  );
}
