import type { Caps } from './caps.ts';

type NamespaceCaps = Pick<Caps, 'namespaces' | 'protectedNamespaces'>;

/** Why a namespace may not be touched, as in `namespace shop, which …`; empty where it may. */
export function whyForbidden(
  namespace: string,
  { namespaces, protectedNamespaces }: NamespaceCaps,
): string {
  if (protectedNamespaces.includes(namespace)) return 'is among protected-namespaces';
  if (namespaces !== undefined && !namespaces.includes(namespace)) {
    return `is not among namespaces (${namespaces.join(', ')})`;
  }
  return '';
}

/** Why nothing in a namespace may be hit; empty where it may, and for what lies in none. */
export function namespaceProblem(namespace: string | undefined, caps: NamespaceCaps): string {
  const why = namespace === undefined ? '' : whyForbidden(namespace, caps);
  return why === '' ? '' : `is in namespace ${namespace ?? ''}, which ${why}`;
}
