import { booleanAt } from '@kube-delivery/shared/json/json';
import { groupOf, problemAt } from '@kube-delivery/shared/manifests/manifest';
import type { Manifest, ManifestProblem } from '@kube-delivery/shared/manifests/manifest';

/** What stands against running a manifest to success as a migration. */
export function jobProblems({ object, place }: Manifest): readonly ManifestProblem[] {
  const { kind, metadata } = object;
  if (kind !== 'Job' || groupOf(object) !== 'batch') {
    return [problemAt(place, `${kind} ${metadata.name} is no Job; a migration is one`)];
  }
  if (booleanAt(object, 'spec', 'suspend') === true) {
    return [problemAt(place, `Job ${metadata.name} is suspended, so that it would never run`)];
  }
  return [];
}
