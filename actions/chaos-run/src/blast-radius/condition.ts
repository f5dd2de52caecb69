import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { stringAt } from '@kube-delivery/shared/json/json';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import { controllerOf } from './controller.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** Whether a pod is a kubelet's own, which the API server only mirrors. */
export function isMirror({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[mirrorAnnotation] !== undefined;
}

/**
 * Why an object should not be hit in the state that it is in; empty where nothing speaks against it.
 * `minimumAge` is in milliseconds.
 */
export function conditionProblem(object: KubeObject, minimumAge: number, now: Date): string {
  const { deletionTimestamp, creationTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return 'is being deleted already';
  if (object.kind === 'Pod') {
    const phase = stringAt(object, 'status', 'phase') ?? '';
    if (phase === 'Succeeded' || phase === 'Failed') return `has ended already (${phase})`;
    if (isMirror(object)) return 'is a static pod of its node';
    if (controllerOf(object) === undefined) return 'has no controller that would replace it';
  }
  const age = creationTimestamp === undefined ? 0 : now.getTime() - Date.parse(creationTimestamp);
  if (minimumAge > 0 && age < minimumAge) {
    return `is ${formatDuration(Math.max(0, age))} old, and minimum-age is ${formatDuration(minimumAge)}`;
  }
  return '';
}
