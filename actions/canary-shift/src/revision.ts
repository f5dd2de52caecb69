import { createHash } from 'node:crypto';
import { isJsonObject, objectAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';

const shownDigits = 10;

/** A name for the pod template of a workload: the same for equal templates, whatever the key order. */
export function revisionOf(workload: KubeObject): string {
  const template = JSON.stringify(sorted(objectAt(workload, 'spec', 'template')));
  return createHash('sha256').update(template).digest('hex').slice(0, shownDigits);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
