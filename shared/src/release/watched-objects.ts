import type { ObjectReference } from '../cluster/kube-object.ts';
import { groupOf } from '../manifests/manifest.ts';
import { phaseOf } from '../manifests/order.ts';

/**
 * Those of a release's objects that can be ready or not. Namespaces and configuration are what they
 * are as soon as they are written; of the latter only volume claims have a state.
 */
export function watchedObjects(references: readonly ObjectReference[]): readonly ObjectReference[] {
  return references.filter((reference) => {
    const phase = phaseOf(reference);
    if (phase === 'namespaces') return false;
    if (phase !== 'configuration') return true;
    return reference.kind === 'PersistentVolumeClaim' && groupOf(reference) === '';
  });
}
