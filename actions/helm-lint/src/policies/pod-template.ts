import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import type { FieldPath } from '../rendered-object.ts';

/** What an object makes its pods from. */
export interface PodTemplate {
  /** From the object to what holds the pods' metadata and spec; empty for a Pod. */
  readonly path: FieldPath;
  readonly labels: JsonObject;
  readonly spec: JsonObject;
  /** Whether its pods run until they are replaced; unknown, and so false, for custom resources. */
  readonly isLongRunning: boolean;
}

const inSpec: FieldPath = ['spec', 'template'];
const inJobTemplate: FieldPath = ['spec', 'jobTemplate', 'spec', 'template'];

/** The pod template of a workload of Kubernetes' own, or of a custom resource that has one like it. */
export function podTemplateOf(object: KubeObject): PodTemplate | undefined {
  const path = templatePath(object);
  if (path === undefined) return undefined;
  const template = objectAt(object, ...(path as string[]));
  const spec = objectAt(template, 'spec');
  if (!isWorkload(object) && arrayAt(spec, 'containers').length === 0) return undefined;
  return {
    path,
    labels: objectAt(template, 'metadata', 'labels'),
    spec,
    isLongRunning: isLongRunning(object, spec),
  };
}

/** `Deployment`, `StatefulSet` … of apps, which run until they are replaced; undefined for others. */
export function appKindOf(object: KubeObject): string | undefined {
  return ['apps', 'extensions'].includes(groupOf(object)) ? object.kind : undefined;
}

/** Whether the object's kind is not one of Kubernetes' own. */
export function isCustom(object: KubeObject): boolean {
  const group = groupOf(object);
  return group.includes('.') && !group.endsWith('.k8s.io');
}

function templatePath(object: KubeObject): FieldPath | undefined {
  const group = groupOf(object);
  if (group === '' && object.kind === 'Pod') return [];
  if (group === 'batch' && object.kind === 'CronJob') return inJobTemplate;
  return isWorkload(object) || isCustom(object) ? inSpec : undefined;
}

function isWorkload(object: KubeObject): boolean {
  switch (groupOf(object)) {
    case '':
      return object.kind === 'Pod' || object.kind === 'ReplicationController';
    case 'batch':
      return object.kind === 'Job' || object.kind === 'CronJob';
    case 'apps':
    case 'extensions':
      return ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(object.kind);
    default:
      return false;
  }
}

function isLongRunning(object: KubeObject, spec: JsonObject): boolean {
  if (!isWorkload(object) || groupOf(object) === 'batch') return false;
  return (stringAt(spec, 'restartPolicy') ?? 'Always') === 'Always';
}
