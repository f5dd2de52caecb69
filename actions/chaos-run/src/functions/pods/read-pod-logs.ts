import { mapConcurrently } from '@kube-delivery/shared/async/map-concurrently';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { containerOf } from '../../faults/exec-container.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { listPods } from './list-pods.ts';
import { agoInWords, parseLogAge } from './log-age.ts';
import { nameSelector, withName } from './named-selector.ts';

const logsAtOnce = 8;

/**
 * The logs of an application's pods by pod, each line with its time. Of a pod with several containers
 * without `container_name` it is the default container's, where the original fails.
 */
export const readPodLogs: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'read_pod_logs',
  aliases: ['chaosk8s.probes.read_pod_logs', 'chaosk8s.probes.read_microservices_logs'],
  parameters: {
    name: byDefault(null),
    last: byDefault(null),
    ns: byDefault('default'),
    from_previous: byDefault(false),
    label_selector: byDefault(nameSelector),
    container_name: byDefault(null),
  },
  run: async (given, world) => {
    const read = new Arguments(given);
    const sinceTime = sinceTimeOf(read.optionalText('last'), world);
    const selector = withName(read.optionalText('label_selector'), read.optionalText('name'));
    const namespace = read.text('ns');
    const wanted = read.optionalText('container_name');
    const pods = await listPods(world, namespace, selector);
    const logs = await mapConcurrently(pods, logsAtOnce, async (pod) => {
      const container = containerFor(pod, wanted, world.compat);
      const log = await world.cluster.podLog(
        {
          namespace,
          pod: pod.metadata.name,
          previous: read.boolean('from_previous'),
          timestamps: true,
          ...(container === undefined ? {} : { container }),
          ...(sinceTime === undefined ? {} : { sinceTime }),
        },
        world.signal,
      );
      return [pod.metadata.name, log] as const;
    });
    return Object.fromEntries(logs) satisfies JsonObject;
  },
};

function containerFor(
  pod: KubeObject,
  wanted: string | undefined,
  compat: FunctionWorld['compat'],
): string | undefined {
  return wanted ?? (compat === 'strict' ? containerOf(pod, undefined) : undefined);
}

function sinceTimeOf(
  last: string | undefined,
  { clock }: Pick<FunctionWorld, 'clock'>,
): string | undefined {
  if (last === undefined) return undefined;
  const now = clock.now();
  const age = parseLogAge(last, now);
  if (age === undefined) {
    throw new ActivityFailedError(`argument last is ${last}, but must be like ${agoInWords}`);
  }
  return age < 1000 ? undefined : new Date(now.getTime() - age).toISOString();
}
