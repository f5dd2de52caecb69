import { arrayAt, isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { describeSearch, listPods } from './list-pods.ts';
import { unmet } from '../unmet.ts';

/** Whether there are pods and every one has each of the conditions, a type and a status. */
export const podsInConditions: NativeProbe = {
  type: 'probe',
  module: 'chaosk8s.pod.probes',
  func: 'pods_in_conditions',
  aliases: [],
  parameters: {
    label_selector: required,
    conditions: required,
    ns: byDefault('default'),
    raise_on_invalid_conditions: byDefault(true),
  },
  run: async (given, world) => {
    const read = new Arguments(given);
    const namespace = read.text('ns');
    const labelSelector = read.optionalText('label_selector');
    const raises = read.boolean('raise_on_invalid_conditions');
    const conditions = read.list('conditions');
    const pods = await listPods(world, namespace, labelSelector);
    if (pods.length === 0) {
      return unmet(raises, `no pod matches ${describeSearch(namespace, labelSelector)}`);
    }
    const problems = pods.flatMap((pod) =>
      conditions
        .filter((condition) => !hasCondition(pod, condition))
        .map((condition) => `pod ${pod.metadata.name} is not ${JSON.stringify(condition)}`),
    );
    return problems.length === 0 || unmet(raises, problems.join('; '));
  },
};

/** The condition must hold type and status and nothing else, as it is compared as a whole. */
function hasCondition(pod: KubeObject, wanted: Json): boolean {
  if (!isJsonObject(wanted) || Object.keys(wanted).toSorted().join() !== 'status,type')
    return false;
  return arrayAt(pod, 'status', 'conditions').some(
    (each) => stringAt(each, 'type') === wanted.type && stringAt(each, 'status') === wanted.status,
  );
}
