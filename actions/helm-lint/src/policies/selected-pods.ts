import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { matchesLabels } from '@kube-delivery/shared/cluster/label-selector';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { textValues } from '@kube-delivery/shared/json/text-values';
import type { RenderedObject } from '../rendered-object.ts';
import { isCustom, podTemplateOf } from './pod-template.ts';

/** Whether two objects may lie in one namespace: one that names none lies in the release's. */
export function mayShareNamespace(a: KubeObject, b: KubeObject): boolean {
  const one = stringAt(a, 'metadata', 'namespace') ?? '';
  const other = stringAt(b, 'metadata', 'namespace') ?? '';
  return one === '' || other === '' || one === other;
}

/** The objects of `all` whose pods a LabelSelector in `subject` selects. */
export function selectedBy(
  selector: JsonObject,
  subject: RenderedObject,
  all: readonly RenderedObject[],
): readonly RenderedObject[] {
  return all.filter(
    ({ object }) =>
      mayShareNamespace(subject.object, object) &&
      podLabels(object).some((labels) => matchesLabels(selector, labels)),
  );
}

/**
 * The labels of an object's pods. What an operator makes of a custom resource cannot be seen: each
 * map of labels in its spec may be that of pods.
 */
export function podLabels(object: KubeObject): readonly Readonly<Record<string, string>>[] {
  const template = podTemplateOf(object);
  if (template !== undefined) return [textValues(template.labels)];
  return isCustom(object) ? labelMaps(object.spec ?? null) : [];
}

function labelMaps(value: Json): readonly Readonly<Record<string, string>>[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(labelMaps);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'labels' && isJsonObject(child) ? [textValues(child)] : labelMaps(child),
  );
}
