import type { GroupVersionKind, KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** Objects of one kind as the list that the API server answers with. */
export function listJson(
  { apiVersion, kind }: GroupVersionKind,
  items: readonly KubeObject[],
): JsonObject {
  return { apiVersion, kind: `${kind}List`, metadata: {}, items };
}
