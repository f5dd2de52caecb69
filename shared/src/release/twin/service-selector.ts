import type { KubeObject } from '../../cluster/kube-object.ts';
import { objectAt } from '../../json/json.ts';
import { textValues } from '../../json/text-values.ts';

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** The labels that a Service selects pods by; empty for one without selector, which selects none. */
export function serviceSelector(service: KubeObject): Labels {
  return textValues(objectAt(service, 'spec', 'selector'));
}

/** Whether a Service sends traffic to pods with these labels. */
export function selects(service: KubeObject, podLabels: Labels): boolean {
  return matches(serviceSelector(service), podLabels);
}

/** Whether a Service's selector finds pods with these labels; an empty one finds none. */
export function matches(selector: Labels, podLabels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => podLabels[key] === value);
}

/** The labels of the pods that a workload makes. */
export function podLabelsOf(workload: KubeObject): Labels {
  return textValues(objectAt(workload, 'spec', 'template', 'metadata', 'labels'));
}
