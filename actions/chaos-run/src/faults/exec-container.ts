import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { FunctionWorld } from '../functions/native-function.ts';
import type { PodsAsked } from './admit-pods.ts';
import { noteTarget } from './note-target.ts';

/** The container that is meant in a pod; undefined where it has none of that name. */
export function containerOf(pod: KubeObject, wanted: string | undefined): string | undefined {
  const names = arrayAt(pod, 'spec', 'containers').map((each) => stringAt(each, 'name'));
  if (wanted !== undefined) return names.find((name) => name === wanted);
  const byDefault = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  return names.find((name) => name === byDefault) ?? names[0];
}

/** What is asked for, of the pods that have the container; the others are noted as out. */
export function onlyWithContainer<Asked extends PodsAsked>(
  world: Pick<FunctionWorld, 'ledger' | 'clock'>,
  asked: Asked,
  container: string | undefined,
): Asked {
  const { act, sought } = asked;
  const matched = asked.matched.filter((pod) => containerOf(pod, container) !== undefined);
  for (const pod of asked.matched.filter((each) => !matched.includes(each))) {
    noteTarget(world, act, pod, { in: false, reason: `has no container ${container ?? ''}` });
  }
  return {
    ...asked,
    matched,
    sought: container === undefined ? sought : `${sought} with container ${container}`,
  };
}
