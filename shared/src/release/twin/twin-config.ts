import type { KubeObject } from '../../cluster/kube-object.ts';
import { isJsonObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { twinName } from './twin.ts';
import type { Twin } from './twin.ts';

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

/** A pod template for a twin, and the ConfigMaps and Secrets that were copied for it. */
export interface TwinConfig {
  readonly template: JsonObject;
  readonly copies: readonly KubeObject[];
}

/**
 * Gives a twin its own copies of those of `config` that its pods refer to, and makes them refer to the
 * copies, so that the declared pods keep what they run with.
 */
export function configOfTwin(
  twin: Twin,
  template: JsonObject,
  config: readonly KubeObject[],
): TwinConfig {
  const originals = referredTo(template, config);
  const copied = new Set(originals.map(({ kind, metadata }) => keyOf(kind, metadata.name)));
  const renamed = renameReferences(template, (kind, name) =>
    copied.has(keyOf(kind, name)) ? twinName(twin, name) : name,
  ) as JsonObject;
  return { template: renamed, copies: originals.map((each) => copyFor(twin, each)) };
}

/** Those of `objects`, ConfigMaps and Secrets, that the pods of `template` refer to. */
export function referredTo(
  template: JsonObject,
  objects: readonly KubeObject[],
): readonly KubeObject[] {
  const available = new Map(
    objects.map((object) => [keyOf(object.kind, object.metadata.name), object]),
  );
  const found = new Set<KubeObject>();
  renameReferences(template, (kind, name) => {
    const object = available.get(keyOf(kind, name));
    if (object !== undefined) found.add(object);
    return name;
  });
  return [...found];
}

/** Whether the pods of `template` refer to any of `objects`. */
export function refersTo(template: JsonObject, objects: readonly KubeObject[]): boolean {
  return referredTo(template, objects).length > 0;
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

function copyFor(twin: Twin, object: KubeObject): KubeObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, name: twinName(twin, metadata.name) } };
}

function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}
