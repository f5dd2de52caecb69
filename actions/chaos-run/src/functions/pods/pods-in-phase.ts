import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { stringAt } from '@kube-delivery/shared/json/json';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { describeSearch, listPods } from './list-pods.ts';
import { unmet } from '../unmet.ts';

/**
 * Whether there are pods and all are of the phase. `Running` is the phase only: pods that are not ready
 * or restart again and again have it too.
 */
export const podsInPhase: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'pods_in_phase',
  aliases: [],
  parameters: {
    label_selector: required,
    phase: byDefault('Running'),
    ns: byDefault('default'),
    raise_on_invalid_phase: byDefault(true),
  },
  run: (given, world) =>
    askPhases(given, world, 'raise_on_invalid_phase', (actual, phase) =>
      actual === phase ? undefined : `is ${actual}, but should be ${phase}`,
    ),
};

/** Whether there are pods and none is of the phase. */
export const podsNotInPhase: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'pods_not_in_phase',
  aliases: [],
  parameters: {
    label_selector: required,
    phase: byDefault('Running'),
    ns: byDefault('default'),
    raise_on_in_phase: byDefault(true),
  },
  run: (given, world) =>
    askPhases(given, world, 'raise_on_in_phase', (actual, phase) =>
      actual === phase ? `is ${phase}, but should not be` : undefined,
    ),
};

async function askPhases(
  given: JsonObject,
  world: FunctionWorld,
  raise: string,
  problemOf: (actual: string, phase: string) => string | undefined,
): Promise<Json> {
  const read = new Arguments(given);
  const phase = read.text('phase');
  const namespace = read.text('ns');
  const labelSelector = read.optionalText('label_selector');
  const raises = read.boolean(raise);
  const pods = await listPods(world, namespace, labelSelector);
  if (pods.length === 0) {
    return unmet(raises, `no pod matches ${describeSearch(namespace, labelSelector)}`);
  }
  const problems = pods.flatMap((pod) => {
    const problem = problemOf(stringAt(pod, 'status', 'phase') ?? 'Unknown', phase);
    return problem === undefined ? [] : [`pod ${pod.metadata.name} ${problem}`];
  });
  return problems.length === 0 || unmet(raises, problems.join('; '));
}
