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
import { canaryTwin, twinName } from '@kube-delivery/shared/release/twin/twin';
import { configOfTwin } from '@kube-delivery/shared/release/twin/twin-config';
import { labelsOfTwin } from '@kube-delivery/shared/release/twin/twin-labels';
import { twinServiceSpec } from '@kube-delivery/shared/release/twin/twin-service';

/** What a canary is made from. */
export interface CanaryDesign {
  readonly release: string;
  readonly revision: number;
  readonly replicas: number;
  /** The Deployment as the release declares it. */
  readonly workload: KubeObject;
  /** The Deployment as it runs. */
  readonly stable: KubeObject;
  /** The Service whose canary twin is made: as it runs, or as the release declares it. */
  readonly service: KubeObject;
  /** All Services of the namespace, of the cluster and of the release. */
  readonly services: readonly KubeObject[];
  /** ConfigMaps and Secrets of the release that are not in the cluster as declared. */
  readonly changedConfig: readonly KubeObject[];
}

/** Everything that is made for a canary, in no order. */
export interface CanaryObjects {
  readonly workload: KubeObject;
  readonly service: KubeObject;
  readonly config: readonly KubeObject[];
  /** Services that would send traffic to canary pods all the same. */
  readonly intruders: readonly string[];
}

/**
 * The canary of a release: a Deployment of the declared pods that no stable Service selects, a
 * Service of the cluster's inside that selects just them, and copies of changed configuration.
 */
export function designCanary(design: CanaryDesign): CanaryObjects {
  const { workload, stable, service, services } = design;
  const spec = objectAt(workload, 'spec');
  const { template, copies } = configOfTwin(
    canaryTwin,
    objectAt(spec, 'template'),
    design.changedConfig,
  );
  const podMetadata = objectAt(template, 'metadata');
  const labels = labelsOfTwin(
    canaryTwin,
    textValues(podMetadata.labels),
    textValues(objectAt(stable, 'spec', 'selector', 'matchLabels')),
    services,
  );
  const canaryWorkload = mark(design, workload, {
    ...without(spec, 'paused'),
    replicas: design.replicas,
    selector: { matchLabels: labels.selector },
    template: { ...template, metadata: { ...podMetadata, labels: labels.pod } },
  });
  const canaryService = mark(design, service, twinServiceSpec(service, labels.selector));
  return {
    workload: canaryWorkload,
    service: canaryService,
    config: copies.map((copy) => withMarks(design, copy, copy.metadata.name)),
    intruders: services
      .filter(({ metadata }) => metadata.name !== canaryService.metadata.name)
      .filter((each) => selects(each, labels.pod))
      .map(({ metadata }) => metadata.name),
  };
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
