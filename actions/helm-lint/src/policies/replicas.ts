import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import type { RenderedObject } from '../rendered-object.ts';
import { appKindOf } from './pod-template.ts';
import { mayShareNamespace } from './selected-pods.ts';

/** Kinds of Kubernetes' own that have a number of replicas. */
export const scalableKinds: readonly string[] = ['Deployment', 'StatefulSet', 'ReplicaSet'];

/** What sets the number of a workload's replicas. */
export interface Scaler {
  readonly object: KubeObject;
  readonly targetKind: string;
  readonly targetName: string;
  /** The fewest replicas that it keeps. */
  readonly fewest: number;
}

/** An autoscaler of Kubernetes' own or of KEDA; undefined for other objects. */
export function scalerOf(object: KubeObject): Scaler | undefined {
  const isHpa = object.kind === 'HorizontalPodAutoscaler' && groupOf(object) === 'autoscaling';
  const isKeda = object.kind === 'ScaledObject' && groupOf(object) === 'keda.sh';
  if (!isHpa && !isKeda) return undefined;
  const target = objectAt(object, 'spec', 'scaleTargetRef');
  return {
    object,
    // KEDA's default; an HPA must name the kind.
    targetKind: stringAt(target, 'kind') ?? 'Deployment',
    targetName: stringAt(target, 'name') ?? '',
    fewest: isHpa
      ? (numberAt(object, 'spec', 'minReplicas') ?? 1)
      : (numberAt(object, 'spec', 'minReplicaCount') ?? 0),
  };
}

/** The autoscaler of this workload among `all`. */
export function scalerFor(object: KubeObject, all: readonly RenderedObject[]): Scaler | undefined {
  return all
    .map((each) => scalerOf(each.object))
    .filter((scaler) => scaler !== undefined)
    .find(
      (scaler) =>
        scaler.targetKind === object.kind &&
        scaler.targetName === stringAt(object, 'metadata', 'name') &&
        mayShareNamespace(scaler.object, object),
    );
}

/** How many pods a workload has at least, or undefined where its kind has no such number. */
export function fewestReplicas(
  object: KubeObject,
  all: readonly RenderedObject[],
): number | undefined {
  if (!scalableKinds.includes(appKindOf(object) ?? '')) return undefined;
  return scalerFor(object, all)?.fewest ?? numberAt(object, 'spec', 'replicas') ?? 1;
}

/** A number of pods that is given as such or as a percentage of `total`; undefined for other text. */
export function podCount(
  given: unknown,
  total: number,
  rounding: 'up' | 'down',
): number | undefined {
  if (typeof given === 'number') return given;
  const [, percent] = typeof given === 'string' ? (/^(\d+)%$/.exec(given) ?? []) : [];
  if (percent === undefined) return undefined;
  const pods = (Number(percent) * total) / 100;
  return rounding === 'up' ? Math.ceil(pods) : Math.floor(pods);
}
