import { matchesLabels } from '@kube-delivery/shared/cluster/label-selector';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import {
  podLabelsOf,
  selects,
  serviceSelector,
} from '@kube-delivery/shared/release/twin/service-selector';
import type { Labels } from '@kube-delivery/shared/release/twin/service-selector';
import { canaryTwin } from '@kube-delivery/shared/release/twin/twin';
import { labelsOfTwin } from '@kube-delivery/shared/release/twin/twin-labels';
import type { TwinLabels } from '@kube-delivery/shared/release/twin/twin-labels';

/** Labels of canary pods that a stable Service selects. */
export interface ServedLabels extends TwinLabels {
  /** Whether the stable Deployment's selector matches them too. */
  readonly overlap: boolean;
}

/**
 * Labels for canary pods that `service` selects as it does the stable ones: what it selects by stays,
 * every other label that the stable Deployment or another Service selects by gets another value. The
 * canary's own selector never matches a stable pod. Where the stable one selects by nothing but what
 * the Service does, no labels could keep it from matching the canary's pods: `overlap`. Kubernetes
 * still tells them apart, as ReplicaSets and pods belong to the Deployment that made them, whose
 * selectors have a hash of their own template besides.
 */
export function labelsServedBy(
  service: KubeObject,
  podLabels: Labels,
  stable: KubeObject,
  services: readonly KubeObject[],
): ServedLabels {
  const kept = serviceSelector(service);
  const stableSelector = objectAt(stable, 'spec', 'selector');
  const expressions = arrayAt(stableSelector, 'matchExpressions');
  const selectedBy = [
    ...Object.keys(objectAt(stableSelector, 'matchLabels')),
    ...expressions.map((expression) => stringAt(expression, 'key') ?? ''),
    ...services.flatMap((each) => Object.keys(serviceSelector(each))),
  ];
  const free = new Set(selectedBy.filter((key) => !Object.hasOwn(kept, key)));
  const rewritable = Object.entries(podLabels).filter(([key]) => free.has(key));
  const { pod, selector } = labelsOfTwin(
    canaryTwin,
    Object.fromEntries(rewritable),
    Object.fromEntries(rewritable),
    [],
  );
  const labels = { ...podLabels, ...pod };
  return { pod: labels, selector, overlap: matchesLabels(stableSelector, labels) };
}

/** Services that would send canary pods requests although they send the stable ones none. */
export function intrudersOf(
  labels: Labels,
  stable: KubeObject,
  services: readonly KubeObject[],
): readonly KubeObject[] {
  const own = podLabelsOf(stable);
  return services.filter((service) => selects(service, labels) && !selects(service, own));
}
