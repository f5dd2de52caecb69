import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import { without } from '@kube-delivery/shared/json/without';
import { withoutMembership } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import {
  canaryOfMark,
  releaseMark,
  revisionMark,
  withAnnotations,
} from '@kube-delivery/shared/release/marks';
import { selects } from '@kube-delivery/shared/release/twin/service-selector';
import type { Labels } from '@kube-delivery/shared/release/twin/service-selector';
import { canaryTwin, twinName } from '@kube-delivery/shared/release/twin/twin';
import { configOfTwin } from '@kube-delivery/shared/release/twin/twin-config';
import { labelsOfTwin } from '@kube-delivery/shared/release/twin/twin-labels';
import { twinServiceSpec } from '@kube-delivery/shared/release/twin/twin-service';
import type { CanaryInputs } from '../strategy-inputs.ts';
import { intrudersOf, labelsServedBy } from './served-labels.ts';
import type { ServedLabels } from './served-labels.ts';

/** What a canary is made from. */
export interface CanaryDesign {
  readonly release: string;
  readonly revision: number;
  readonly replicas: number;
  /** `replicas`: the stable Service selects the canary's pods too, and the canary gets none of its own. */
  readonly traffic: CanaryInputs['traffic'];
  /** The Deployment as the release declares it. */
  readonly workload: KubeObject;
  /** The Deployment as it runs. */
  readonly stable: KubeObject;
  /** The Service in front of the stable pods, or, for its canary twin, as the release declares it. */
  readonly service: KubeObject;
  /** All Services of the namespace, of the cluster and of the release. */
  readonly services: readonly KubeObject[];
  /** ConfigMaps and Secrets of the release that are not in the cluster as declared. */
  readonly changedConfig: readonly KubeObject[];
}

/** Everything that is made for a canary, in no order. */
export interface CanaryObjects {
  readonly workload: KubeObject;
  /** Undefined where the canary's pods are those of the stable Service too. */
  readonly service: KubeObject | undefined;
  readonly config: readonly KubeObject[];
  /** Services that would send traffic to canary pods all the same. */
  readonly intruders: readonly string[];
  /** Whether the stable Deployment's selector matches canary pods. */
  readonly overlap: boolean;
}

/**
 * The canary of a release: a Deployment of the declared pods that no stable Service selects, a
 * Service of the cluster's inside that selects just them, and copies of changed configuration. With
 * `traffic: replicas` the stable Service selects them instead.
 */
export function designCanary(design: CanaryDesign): CanaryObjects {
  const { workload, service } = design;
  const spec = objectAt(workload, 'spec');
  const { template, copies } = configOfTwin(
    canaryTwin,
    objectAt(spec, 'template'),
    design.changedConfig,
  );
  const podMetadata = objectAt(template, 'metadata');
  const labels = labelsOf(design, textValues(podMetadata.labels));
  const canaryWorkload = mark(design, workload, {
    ...without(spec, 'paused'),
    replicas: design.replicas,
    selector: { matchLabels: labels.selector },
    template: { ...template, metadata: { ...podMetadata, labels: labels.pod } },
  });
  const canaryService =
    design.traffic === 'replicas'
      ? undefined
      : mark(design, service, twinServiceSpec(service, labels.selector));
  return {
    workload: canaryWorkload,
    service: canaryService,
    config: copies.map((copy) => withMarks(design, copy, copy.metadata.name)),
    intruders: labels.intruders
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== canaryService?.metadata.name),
    overlap: labels.overlap,
  };
}

function labelsOf(
  { service, services, stable, traffic }: CanaryDesign,
  podLabels: Labels,
): ServedLabels & { readonly intruders: readonly KubeObject[] } {
  if (traffic === 'replicas') {
    const labels = labelsServedBy(service, podLabels, stable, services);
    return { ...labels, intruders: intrudersOf(labels.pod, stable, services) };
  }
  const stableSelector = textValues(objectAt(stable, 'spec', 'selector', 'matchLabels'));
  const labels = labelsOfTwin(canaryTwin, podLabels, stableSelector, services);
  const intruders = services.filter((each) => selects(each, labels.pod));
  return { ...labels, overlap: false, intruders };
}

function mark(
  design: CanaryDesign,
  original: KubeObject,
  spec: Readonly<Record<string, KubeObject[string]>>,
): KubeObject {
  const { name, namespace, labels } = original.metadata;
  const bare = {
    apiVersion: original.apiVersion,
    kind: original.kind,
    metadata: {
      name: twinName(canaryTwin, name),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
    },
    spec,
  };
  return withMarks(design, bare, name);
}

function withMarks(
  { release, revision }: CanaryDesign,
  object: KubeObject,
  canaryOf: string,
): KubeObject {
  // A prune while the canary is up would take it for something that left the release.
  return withAnnotations(withoutMembership(object), {
    [releaseMark]: release,
    [revisionMark]: String(revision),
    [canaryOfMark]: canaryOf,
  });
}
