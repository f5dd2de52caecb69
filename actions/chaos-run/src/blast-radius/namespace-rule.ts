import type { Caps } from './caps.ts';

/** Why nothing in a namespace may be hit; empty where it may, and for what lies in none. */
export function namespaceProblem(
  namespace: string | undefined,
  { namespaces, protectedNamespaces }: Pick<Caps, 'namespaces' | 'protectedNamespaces'>,
): string {
  if (namespace === undefined) return '';
  if (protectedNamespaces.includes(namespace)) {
    return `is in namespace ${namespace}, which is among protected-namespaces`;
  }
  if (namespaces !== undefined && !namespaces.includes(namespace)) {
    return `is in namespace ${namespace}, which is not among namespaces (${namespaces.join(', ')})`;
  }
  return '';
}
