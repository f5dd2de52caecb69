import type { KubeObject } from '../../cluster/kube-object.ts';
import { matchesLabels } from '../../cluster/label-selector.ts';
import { isJsonObject, objectAt, stringAt } from '../../json/json.ts';
import type { JsonObject } from '../../json/json.ts';
import { groupOf } from '../../manifests/manifest.ts';
import type { Labels } from '../twin/service-selector.ts';
import type { ColourPods } from './colour-pods.ts';

/** Where kinds of their own namespace select the pods that they are about. */
const selectorFields: Readonly<Record<string, string>> = {
  'policy/PodDisruptionBudget': 'selector',
  'networking.k8s.io/NetworkPolicy': 'podSelector',
};

/**
 * `object` as it is about the green pods, where it is about the blue ones only: an autoscaler of the
 * Deployment (by `scaleTargetRef` or `targetRef`), a PodDisruptionBudget or NetworkPolicy of its pods.
 * Undefined for anything else.
 */
export function aboutGreen(
  object: KubeObject,
  { labels, selectors, workload }: ColourPods,
  greenName: string,
): KubeObject | undefined {
  if (object.metadata.namespace !== workload.metadata.namespace) return undefined;
  const spec = objectAt(object, 'spec');
  for (const field of ['scaleTargetRef', 'targetRef']) {
    if (!pointsTo(spec[field], workload)) continue;
    const target = { ...objectAt(spec, field), name: greenName };
    return { ...object, spec: { ...spec, [field]: target } };
  }
  const field = selectorFields[`${groupOf(object)}/${object.kind}`];
  if (field === undefined || !isJsonObject(spec[field])) return undefined;
  const selector = spec[field];
  if (!matchesLabels(selector, labels.blue) || matchesLabels(selector, labels.green))
    return undefined;
  return { ...object, spec: { ...spec, [field]: { matchLabels: selectors.green } } };
}

function pointsTo(reference: unknown, { kind, metadata }: KubeObject): boolean {
  if (!isJsonObject(reference)) return false;
  // An autoscaler's custom resource may leave the kind out, and means a Deployment then.
  return (
    stringAt(reference, 'name') === metadata.name && (stringAt(reference, 'kind') ?? kind) === kind
  );
}

/** The scheduling rules of a pod that tell it from, or bring it to, the other pods of its Deployment. */
const schedulingFields = ['affinity', 'topologySpreadConstraints'];

/**
 * A pod template whose scheduling rules count the pods of green where the declared ones count those of
 * blue. Rules about other workloads' pods stay.
 */
export function withGreenScheduling(
  template: JsonObject,
  { blue, green }: ColourPods['labels'],
): JsonObject {
  const spec = objectAt(template, 'spec');
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        key === 'labelSelector' && isJsonObject(child) && matchesLabels(child, blue)
          ? inGreen(child, green)
          : rewrite(child),
      ]),
    );
  };
  const rules = schedulingFields
    .filter((field) => spec[field] !== undefined)
    .map((field) => [field, rewrite(spec[field])]);
  if (rules.length === 0) return template;
  return { ...template, spec: { ...spec, ...(Object.fromEntries(rules) as JsonObject) } };
}

function inGreen(selector: JsonObject, green: Labels): JsonObject {
  const labels = Object.keys(objectAt(selector, 'matchLabels'));
  const matchLabels = Object.fromEntries(labels.map((label) => [label, green[label] ?? '']));
  return { ...selector, matchLabels };
}
