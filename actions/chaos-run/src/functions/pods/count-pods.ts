import type { JsonObject } from '@kube-delivery/shared/json/json';
import { stringAt } from '@kube-delivery/shared/json/json';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { listPods } from './list-pods.ts';

/** The number of pods that a label selector selects, of one phase or of any. */
export const countPods: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'count_pods',
  aliases: [],
  parameters: {
    label_selector: required,
    phase: byDefault(null),
    ns: byDefault('default'),
  },
  run: count,
};

/** Whether at least so many pods are of the phase. */
export const countMinPods: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'count_min_pods',
  aliases: [],
  parameters: {
    label_selector: required,
    phase: byDefault('Running'),
    min_count: byDefault(2),
    ns: byDefault('default'),
  },
  run: async (given, world) => {
    const least = new Arguments(given).number('min_count');
    return (await count(given, world)) >= least;
  },
};

async function count(given: JsonObject, world: FunctionWorld): Promise<number> {
  const read = new Arguments(given);
  const phase = read.optionalText('phase');
  const pods = await listPods(world, read.text('ns'), read.optionalText('label_selector'));
  return pods.filter((pod) => phase === undefined || stringAt(pod, 'status', 'phase') === phase)
    .length;
}
