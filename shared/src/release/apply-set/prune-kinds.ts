import type { InputReader } from '../../action/input-reader.ts';
import { suggestion } from '../../text/nearest-word.ts';

/** Kinds whose deletion takes data, or the objects inside them, along: pruned only where named. */
export const protectedKinds = [
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'CustomResourceDefinition.apiextensions.k8s.io',
] as const;

/** One of `protectedKinds`. */
export type ProtectedKind = (typeof protectedKinds)[number];

/** The protected kind of this name, with its group or without; undefined for any other kind. */
export function protectedKindOf(name: string): ProtectedKind | undefined {
  return protectedKinds.find((kind) => kind === name || kind.startsWith(`${name}.`));
}

/** Reads `prune-kinds`: the protected kinds that are pruned nevertheless. */
export function readPruneKinds(reader: InputReader): readonly ProtectedKind[] {
  return reader.list('prune-kinds', { commas: true }).flatMap((name) => {
    const kind = protectedKindOf(name);
    if (kind !== undefined) return [kind];
    const allowed = protectedKinds.join(', ');
    reader.reject(
      'prune-kinds',
      `${JSON.stringify(name)} is not a kind that prune spares${suggestion(name, protectedKinds)}; allowed are ${allowed}`,
    );
    return [];
  });
}
