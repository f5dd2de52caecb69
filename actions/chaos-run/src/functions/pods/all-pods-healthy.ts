import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isServing } from '@kube-delivery/shared/cluster/readiness/pod';
import { stringAt } from '@kube-delivery/shared/json/json';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { listPods } from './list-pods.ts';
import { unmet } from '../unmet.ts';

/**
 * Whether all pods of a namespace have succeeded, or run and are ready. The original takes any running
 * pod for available, also one that crashes again and again. Pods that are being deleted do not count.
 */
export const allPodsHealthy: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'all_pods_healthy',
  aliases: ['chaosk8s.probes.all_pods_healthy'],
  parameters: { ns: byDefault('default'), raise_on_any_unhealthy: byDefault(true) },
  run: async (given, world) => {
    const read = new Arguments(given);
    const namespace = read.text('ns');
    const raises = read.boolean('raise_on_any_unhealthy');
    const isStrict = world.compat === 'strict';
    const pods = await listPods(world, namespace, undefined);
    const problems = pods.flatMap((pod) => {
      const problem = problemOf(pod, isStrict);
      return problem === undefined ? [] : [`pod ${pod.metadata.name} ${problem}`];
    });
    return (
      problems.length === 0 || unmet(raises, `the system is unhealthy: ${problems.join('; ')}`)
    );
  },
};

/** The same without the choice to raise. */
export const allMicroservicesHealthy: NativeProbe = {
  ...allPodsHealthy,
  module: 'chaosk8s.probes',
  func: 'all_microservices_healthy',
  aliases: [],
  parameters: { ns: byDefault('default') },
  run: (given, world) => allPodsHealthy.run({ ...given, raise_on_any_unhealthy: true }, world),
};

function problemOf(pod: KubeObject, isStrict: boolean): string | undefined {
  const phase = stringAt(pod, 'status', 'phase') ?? 'Unknown';
  if (phase === 'Succeeded') return undefined;
  if (phase !== 'Running') return `is ${phase}`;
  const isEnding = pod.metadata.deletionTimestamp !== undefined;
  return isStrict && !isEnding && !isServing(pod) ? 'runs, but is not ready' : undefined;
}
