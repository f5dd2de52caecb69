import type { JsonPatchOperation } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';

/** The annotation that holds what a later run must know of a shift under way. */
export const recordAnnotation = 'kube-delivery.dev/canary-shift';

/**
 * Operations that change the record annotation of `object` and nothing else. Where it is the only
 * annotation, the map comes and goes with it, so that the object ends as it began.
 */
export function planRecordChange(
  object: KubeObject,
  to: string | undefined,
): readonly JsonPatchOperation[] {
  const annotations = object.metadata.annotations;
  const old = annotations?.[recordAnnotation];
  const path = `/metadata/annotations/${recordAnnotation.replaceAll('/', '~1')}`;
  if (to === old) return old === undefined ? [] : [{ op: 'test', path, value: old }];
  // A patch cannot test that something is missing (RFC 6902, 4.6), so the whole object stands in.
  const isUnwritten: JsonPatchOperation = {
    op: 'test',
    path: '/metadata/resourceVersion',
    value: object.metadata.resourceVersion ?? '',
  };
  if (annotations === undefined) {
    const value = { [recordAnnotation]: to ?? '' };
    return [isUnwritten, { op: 'add', path: '/metadata/annotations', value }];
  }
  const isAsRead: JsonPatchOperation =
    old === undefined ? isUnwritten : { op: 'test', path, value: old };
  if (to !== undefined) return [isAsRead, { op: 'add', path, value: to }];
  if (Object.keys(annotations).length > 1) return [isAsRead, { op: 'remove', path }];
  return [
    { op: 'test', path: '/metadata/annotations', value: annotations },
    { op: 'remove', path: '/metadata/annotations' },
  ];
}
