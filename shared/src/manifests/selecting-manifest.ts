import { isJsonObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Manifest } from './manifest.ts';

const selectorField = /^(?:matchLabels|matchExpressions|subsets|\w*[sS]elector)$/;

/**
 * The first manifest that selects by this label, in whatever way: Services, workloads, budgets,
 * policies, affinities and custom resources do. Selectors of nodes do not count.
 */
export function selectingManifest(
  manifests: readonly Manifest[],
  label: string,
): Manifest | undefined {
  return manifests.find(({ object }) => selectsBy(object, label));
}

function selectsBy(value: Json, label: string): boolean {
  if (Array.isArray(value))
    return (value as readonly Json[]).some((item) => selectsBy(item, label));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([field, child]) => {
    if (field === 'nodeSelector') return false;
    return selectorField.test(field) ? mentions(child, label) : selectsBy(child, label);
  });
}

/** As a key, as the key of an expression, inside a selector that is text, or with a prefix as Cilium has it. */
function mentions(value: Json, label: string): boolean {
  if (typeof value === 'string') return value.includes(label);
  if (Array.isArray(value)) return (value as readonly Json[]).some((item) => mentions(item, label));
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([key, child]) => key === label || key.endsWith(`:${label}`) || mentions(child, label),
  );
}
