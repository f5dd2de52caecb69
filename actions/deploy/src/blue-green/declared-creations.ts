import { identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';

/**
 * What a revision brings under the names that the release declares: it goes when the revision is undone.
 * What a colour has under names of its own goes with that colour.
 */
export function declaredCreations(
  painted: ReleasePlan,
  declared: ReleasePlan,
): ReleaseRecord['created'] {
  const names = new Set(declared.objects.map(({ reference }) => identityOf(reference)));
  return painted.objects
    .filter(({ action, reference }) => action === 'create' && names.has(identityOf(reference)))
    .map(({ reference }) => reference);
}
