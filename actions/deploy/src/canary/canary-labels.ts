import { createHash } from 'node:crypto';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { objectAt } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** Carried by every canary pod, so that it can be told from a stable one. */
export const trackLabel = 'kube-delivery.dev/track';

const longestValue = 63;

/** The labels of canary pods, and what a Deployment and a Service select them by. */
export interface CanaryLabels {
  readonly pod: Labels;
  readonly selector: Labels;
}

/**
 * Labels for canary pods that no stable selector matches: every label that the stable workload or a
 * Service of the namespace selects by gets another value. All other labels stay as they are.
 */
export function labelsOfCanary(
  podLabels: Labels,
  workloadSelector: Labels,
  services: readonly KubeObject[],
): CanaryLabels {
  const keys = new Set([...Object.keys(workloadSelector), ...services.flatMap(selectedKeys)]);
  const rewritten = Object.entries(podLabels)
    .filter(([key]) => keys.has(key))
    .map(([key, value]) => [key, canaryValue(value)] as const);
  const selector = { ...Object.fromEntries(rewritten), [trackLabel]: 'canary' };
  return { pod: { ...podLabels, ...selector }, selector };
}

/** The labels that a Service selects pods by; empty for one without selector, which selects none. */
export function serviceSelector(service: KubeObject): Labels {
  return textValues(objectAt(service, 'spec', 'selector'));
}

/** Whether a Service sends traffic to pods with these labels. */
export function selects(service: KubeObject, podLabels: Labels): boolean {
  const wanted = Object.entries(serviceSelector(service));
  return wanted.length > 0 && wanted.every(([key, value]) => podLabels[key] === value);
}

function selectedKeys(service: KubeObject): readonly string[] {
  return Object.keys(serviceSelector(service));
}

function canaryValue(value: string): string {
  const wanted = value === '' ? 'canary' : `${value}-canary`;
  if (wanted.length <= longestValue) return wanted;
  const hash = createHash('sha256').update(value).digest('hex').slice(0, 8);
  return `${value.slice(0, longestValue - 16)}-${hash}-canary`;
}
