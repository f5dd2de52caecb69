import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { searchPython } from './search-python.ts';

/** The objects in whose names a pattern of Python's `re` occurs. */
export function matchNames(objects: readonly KubeObject[], pattern: string): readonly KubeObject[] {
  const occursIn = searchPython(pattern);
  return objects.filter(({ metadata }) => occursIn(metadata.name));
}
