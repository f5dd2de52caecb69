import type { KubeObject } from '../../cluster/kube-object.ts';
import { groupOf } from '../../manifests/manifest.ts';
import { podLabelsOf, selects, serviceSelector } from '../twin/service-selector.ts';
import type { Labels } from '../twin/service-selector.ts';
import { greenTwin } from '../twin/twin.ts';
import { labelsOfTwin } from '../twin/twin-labels.ts';

/**
 * The Services that lead to the pods of a Deployment, in whichever colour these are: as the release
 * declares them, else as they run. All of them go along when the colours change.
 */
export function leadingServices(
  workload: KubeObject,
  objects: readonly KubeObject[],
  running: readonly KubeObject[],
): readonly KubeObject[] {
  const { namespace } = workload.metadata;
  const blue = podLabelsOf(workload);
  const green = labelsOfTwin(greenTwin, blue, blue, []).pod;
  const declared = objects.filter((object) => isService(object, namespace));
  const names = new Set(declared.map(({ metadata }) => metadata.name));
  const others = running.filter(({ metadata }) => !names.has(metadata.name));
  return [
    ...declared.filter((service) => selects(service, blue)),
    ...others.filter((service) => selects(service, blue) || selects(service, green)),
  ];
}

/** What a Service that leads to pods with some labels selects by when it leads to these instead. */
export function selectorFor(service: KubeObject, podLabels: Labels): Labels {
  const keys = Object.keys(serviceSelector(service));
  return Object.fromEntries(keys.map((key) => [key, podLabels[key] ?? '']));
}

function isService(object: KubeObject, namespace: string | undefined): boolean {
  return (
    object.kind === 'Service' && groupOf(object) === '' && object.metadata.namespace === namespace
  );
}
