import { createHash } from 'node:crypto';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { serviceSelector } from './service-selector.ts';
import type { Labels } from './service-selector.ts';
import type { Twin } from './twin.ts';

const longestValue = 63;

/** The labels of a twin's pods, and what a Deployment and a Service select them by. */
export interface TwinLabels {
  readonly pod: Labels;
  readonly selector: Labels;
}

/**
 * Labels for the pods of a twin that no selector of the declared ones matches: every label that the
 * declared workload or one of `services` selects by gets another value. All other labels stay.
 */
export function labelsOfTwin(
  twin: Twin,
  podLabels: Labels,
  workloadSelector: Labels,
  services: readonly KubeObject[],
): TwinLabels {
  const keys = new Set([
    ...Object.keys(workloadSelector),
    ...services.flatMap((service) => Object.keys(serviceSelector(service))),
  ]);
  const rewritten = Object.entries(podLabels)
    .filter(([key]) => keys.has(key))
    .map(([key, value]) => [key, twinValue(twin, value)] as const);
  const selector = { ...Object.fromEntries(rewritten), [twin.label]: twin.suffix };
  return { pod: { ...podLabels, ...selector }, selector };
}

function twinValue({ suffix }: Twin, value: string): string {
  const wanted = value === '' ? suffix : `${value}-${suffix}`;
  if (wanted.length <= longestValue) return wanted;
  const hash = createHash('sha256').update(value).digest('hex').slice(0, 8);
  return `${value.slice(0, longestValue - hash.length - suffix.length - 2)}-${hash}-${suffix}`;
}
