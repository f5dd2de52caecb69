import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Images } from '@kube-delivery/shared/traffic/shift-record';

const lists = ['containers', 'initContainers'] as const;

/** The images of a workload's pods by container name. */
export function imagesOf(workload: KubeObject): Images {
  return Object.fromEntries(
    lists.flatMap((list) =>
      containersOf(workload, list).map((container) => [
        stringAt(container, 'name') ?? '',
        stringAt(container, 'image') ?? '',
      ]),
    ),
  );
}

/**
 * Operations that give a workload's containers other images; none where it has them. Throws where a
 * container of `images` is not among the workload's.
 */
export function planImages(workload: KubeObject, images: Images): readonly JsonPatchOperation[] {
  const present = imagesOf(workload);
  const missing = Object.keys(images).filter((name) => present[name] === undefined);
  if (missing.length > 0) {
    throw new PreconditionError(
      `Deployment ${workload.metadata.name} has no container ${missing.join(', ')}, which its canary has`,
      { hint: 'Deploy the canary with strategy canary, so that its whole release can be promoted' },
    );
  }
  return lists.flatMap((list) =>
    containersOf(workload, list).flatMap((container, index): readonly JsonPatchOperation[] => {
      const name = stringAt(container, 'name') ?? '';
      const image = images[name];
      const old = stringAt(container, 'image') ?? '';
      if (image === undefined || image === old) return [];
      const path = `/spec/template/spec/${list}/${index}`;
      return [
        { op: 'test', path: `${path}/name`, value: name },
        { op: 'test', path: `${path}/image`, value: old },
        { op: 'replace', path: `${path}/image`, value: image },
      ];
    }),
  );
}

/** Whether the pods of two workloads differ in their spec by more than images. */
export function differBeyondImages(one: KubeObject, other: KubeObject): boolean {
  return JSON.stringify(withoutImages(one)) !== JSON.stringify(withoutImages(other));
}

function containersOf(workload: KubeObject, list: (typeof lists)[number]): readonly Json[] {
  return arrayAt(workload, 'spec', 'template', 'spec', list);
}

function withoutImages(workload: KubeObject): Json {
  const spec = objectAt(workload, 'spec', 'template', 'spec');
  const bare = lists.map((list) =>
    containersOf(workload, list).map((container) => ({ ...objectAt(container), image: '' })),
  );
  return { ...spec, containers: bare[0] ?? [], initContainers: bare[1] ?? [] };
}
