import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import {
  formatImageReference,
  parseImageReference,
  sameRepository,
} from '@kube-delivery/shared/image/reference';
import type { ImageReference } from '@kube-delivery/shared/image/reference';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';

interface RunningContainer {
  /** What the pod asks for. */
  readonly image: string;
  readonly asked: ImageReference | undefined;
  /** What the kubelet says it runs: `repo@sha256:…`, `sha256:…`, or empty before it was pulled. */
  readonly running: string;
}

/**
 * What is wrong with the image that a pod runs, or undefined where one of its containers runs
 * `expected`. A tag is compared with the one that the pod asks for, a digest with what the kubelet
 * runs (`status.imageID`) or, once it was pulled, with the digest that the pod asks for: the kubelet
 * may show another digest of the same content. With tag and digest, the digest decides.
 */
export function assessImage(pod: KubeObject, expected: ImageReference): string | undefined {
  const statuses = arrayAt(pod, 'status', 'containerStatuses');
  const containers = arrayAt(pod, 'spec', 'containers').map((container): RunningContainer => {
    const name = stringAt(container, 'name');
    const status = statuses.find((each) => stringAt(each, 'name') === name);
    const image = stringAt(container, 'image') ?? '';
    return {
      image,
      asked: parseImageReference(image),
      running: stringAt(status, 'imageID') ?? '',
    };
  });
  const candidates = containers.filter(
    ({ asked }) => asked !== undefined && sameRepository(asked, expected),
  );
  if (candidates.some((container) => isExpected(container, expected))) return undefined;
  const shown = (candidates.length > 0 ? candidates : containers).map(({ image, running }) =>
    expected.digest === undefined ? image : `${image} (${digestOf(running) ?? 'not pulled'})`,
  );
  return `runs ${shown.join(' and ') || 'no container'}, not ${formatImageReference(expected)}`;
}

function isExpected({ asked, running }: RunningContainer, expected: ImageReference): boolean {
  if (expected.digest === undefined) return tagOf(asked) === expected.tag;
  if (running === '') return false;
  return digestOf(running) === expected.digest || asked?.digest === expected.digest;
}

/** An image without tag and digest is pulled as `latest`. */
function tagOf(image: ImageReference | undefined): string | undefined {
  return image?.tag ?? (image?.digest === undefined ? 'latest' : undefined);
}

/** The digest in `docker-pullable://repo@sha256:…`, `repo@sha256:…` or `sha256:…`. */
function digestOf(imageId: string): string | undefined {
  return /[a-z0-9]+:[0-9a-f]{32,}$/.exec(imageId)?.[0];
}
