import type { KubeObject, ObjectReference } from '../../cluster/kube-object.ts';
import { stringAt } from '../../json/json.ts';

/**
 * The pods of a workload whose containers may still run, ending ones too. `pods` are those that its
 * selector finds, among which may be another workload's.
 */
export function podsAtWork(
  { kind, name }: Pick<ObjectReference, 'kind' | 'name'>,
  pods: readonly KubeObject[],
): readonly KubeObject[] {
  return pods.filter(({ metadata, status = null }) => {
    const phase = stringAt(status, 'phase') ?? '';
    if (['Succeeded', 'Failed'].includes(phase)) return false;
    const hash = metadata.labels?.['pod-template-hash'] ?? '';
    return (metadata.ownerReferences ?? []).some((owner) =>
      kind === 'Deployment'
        ? stringAt(owner, 'kind') === 'ReplicaSet' && stringAt(owner, 'name') === `${name}-${hash}`
        : stringAt(owner, 'kind') === kind && stringAt(owner, 'name') === name,
    );
  });
}
