import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { parseImageReference, sameRepository } from '@kube-delivery/shared/image/reference';
import type { ImageReference } from '@kube-delivery/shared/image/reference';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';

/**
 * What is wrong with the image that a pod runs, or undefined where one of its containers runs
 * `expected`. A digest is compared with what the kubelet says it runs (`status.imageID`), a tag with
 * the one that the pod asks for; with both, the digest decides.
 */
export function assessImage(pod: KubeObject, expected: ImageReference): string | undefined {
  const statuses = arrayAt(pod, 'status', 'containerStatuses');
  const containers = arrayAt(pod, 'spec', 'containers').map((container) => {
    const name = stringAt(container, 'name');
    const status = statuses.find((each) => stringAt(each, 'name') === name);
    return {
      image: stringAt(container, 'image') ?? '',
      running: stringAt(status, 'imageID') ?? '',
    };
  });
  const candidates = containers.filter(({ image }) => {
    const reference = parseImageReference(image);
    return reference !== undefined && sameRepository(reference, expected);
  });
  if (candidates.some((container) => isExpected(container, expected))) return undefined;
  const [shown] = candidates.length > 0 ? candidates : containers;
  const digest = expected.digest === undefined ? '' : ` (${shown?.running ?? 'not pulled'})`;
  return `runs ${shown?.image ?? 'no container'}${digest}`;
}

function isExpected(
  { image, running }: { readonly image: string; readonly running: string },
  expected: ImageReference,
): boolean {
  if (expected.digest !== undefined) return running.endsWith(expected.digest);
  return parseImageReference(image)?.tag === expected.tag;
}
