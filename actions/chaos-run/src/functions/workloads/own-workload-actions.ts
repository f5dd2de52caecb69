import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { referenceOf } from '@kube-delivery/shared/target/target-pods';
import { parseTarget } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import { ActivityFailedError } from '../../activity-failed.ts';
import { discoverWorkload } from '../../faults/admit-workload.ts';
import { restartWorkload } from '../../faults/restart-workload.ts';
import { scaleWorkload } from '../../faults/scale-workload.ts';
import type { ScalableReference } from '../../faults/scale-workload.ts';
import { Arguments } from '../arguments.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { workloadReference } from './workload-probe.ts';

/** Scales a Deployment or StatefulSet to `replicas`, or to `percent` of those it has (rounded up). */
export const scale: NativeAction = {
  type: 'action',
  module: 'kube_delivery.actions',
  func: 'scale',
  aliases: [],
  parameters: {
    target: required,
    ns: required,
    replicas: byDefault(null),
    percent: byDefault(null),
  },
  reach: namespaceReach,
  discover: (given, world) => discoverWorkload(world, 'scale', scalableOf(given)),
  run: async (given, world) => {
    const workload = scalableOf(given);
    await scaleWorkload(world, { act: 'scale', workload, to: replicasOf(given) });
    return null;
  },
};

/** Restarts a Deployment, StatefulSet or DaemonSet by its own rollout. */
export const rolloutRestart: NativeAction = {
  type: 'action',
  module: 'kube_delivery.actions',
  func: 'rollout_restart',
  aliases: [],
  parameters: { target: required, ns: required },
  reach: namespaceReach,
  discover: (given, world) => discoverWorkload(world, 'rollout_restart', restartableOf(given)),
  run: async (given, world) => {
    await restartWorkload(world, 'rollout_restart', restartableOf(given));
    return null;
  },
};

function scalableOf(given: JsonObject): ScalableReference {
  const { kind, name } = targetOf(given, ['deployment', 'statefulset']);
  const named = { ...given, name };
  return workloadReference(kind === 'deployment' ? 'Deployment' : 'StatefulSet', named);
}

function restartableOf(given: JsonObject): ObjectReference & { readonly namespace: string } {
  const namespace = new Arguments(given).text('ns');
  const target = targetOf(given, ['deployment', 'statefulset', 'daemonset']);
  return { ...referenceOf(target, namespace), namespace };
}

function targetOf(given: JsonObject, kinds: readonly Target['kind'][]): Target {
  const text = new Arguments(given).text('target');
  const target = parseTarget(text);
  if (target !== undefined && kinds.includes(target.kind)) return target;
  const examples = kinds.map((kind) => `${kind}/web`).join(' or ');
  throw new ActivityFailedError(`argument target is ${text}, but must be like ${examples}`);
}

function replicasOf(given: JsonObject): (before: number) => number {
  const read = new Arguments(given);
  const replicas = read.optionalInteger('replicas');
  const percent = read.optionalNumber('percent');
  if (replicas !== undefined && replicas >= 0 && percent === undefined) return () => replicas;
  if (percent !== undefined && percent >= 0 && replicas === undefined) {
    return (before) => Math.ceil((before * percent) / 100);
  }
  throw new ActivityFailedError(
    'give either replicas or percent, as a number that is not negative',
  );
}
