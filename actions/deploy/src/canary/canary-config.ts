import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { canaryName } from './canary-name.ts';

/** Fields of a pod spec that refer to a ConfigMap or Secret, with where the name stands in them. */
const referenceFields: Readonly<Record<string, { kind: string; names: readonly string[] }>> = {
  configMap: { kind: 'ConfigMap', names: ['name'] },
  configMapRef: { kind: 'ConfigMap', names: ['name'] },
  configMapKeyRef: { kind: 'ConfigMap', names: ['name'] },
  secret: { kind: 'Secret', names: ['secretName', 'name'] },
  secretRef: { kind: 'Secret', names: ['name'] },
  secretKeyRef: { kind: 'Secret', names: ['name'] },
  imagePullSecrets: { kind: 'Secret', names: ['name'] },
};

/** A pod template for the canary, and the ConfigMaps and Secrets that were copied for it. */
export interface CanaryConfig {
  readonly template: JsonObject;
  readonly copies: readonly KubeObject[];
}

/**
 * Gives the canary its own copies, named `<name>-canary`, of those of `changed` that its pods refer
 * to, and makes them refer to the copies, so that the stable pods keep what they run with.
 */
export function configOfCanary(template: JsonObject, changed: readonly KubeObject[]): CanaryConfig {
  const available = new Map(
    changed.map((object) => [keyOf(object.kind, object.metadata.name), object]),
  );
  const used = new Map<string, KubeObject>();
  const rename = (kind: string, name: string): string => {
    const object = available.get(keyOf(kind, name));
    if (object === undefined) return name;
    used.set(keyOf(kind, name), object);
    return canaryName(name);
  };
  const renamed = renameReferences(template, rename) as JsonObject;
  return { template: renamed, copies: [...used.values()].map(copyForCanary) };
}

/** Whether the pods of `template` refer to any of `objects`. */
export function refersTo(template: JsonObject, objects: readonly KubeObject[]): boolean {
  return configOfCanary(template, objects).copies.length > 0;
}

function renameReferences(value: Json, rename: (kind: string, name: string) => string): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => renameReferences(item, rename));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, child]) => {
      const reference = Object.hasOwn(referenceFields, field) ? referenceFields[field] : undefined;
      if (reference === undefined) return [field, renameReferences(child, rename)];
      const renamed = Array.isArray(child)
        ? (child as readonly Json[]).map((item) => renameIn(item, reference, rename))
        : renameIn(child, reference, rename);
      return [field, renamed];
    }),
  );
}

function renameIn(
  value: Json,
  { kind, names }: { readonly kind: string; readonly names: readonly string[] },
  rename: (kind: string, name: string) => string,
): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, child]) => [
      field,
      names.includes(field) && typeof child === 'string' ? rename(kind, child) : child,
    ]),
  );
}

function copyForCanary(object: KubeObject): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, name: canaryName(metadata.name) } };
}

function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}
