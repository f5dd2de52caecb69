import { discoverPods } from '../../faults/admit-pods.ts';
import { killPods } from '../../faults/kill-pods.ts';
import { Arguments } from '../arguments.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { gracePeriodOf } from './grace-period.ts';
import { namespaceReach } from '../namespace-reach.ts';
import { selectionParameters, selectPods } from './pod-selection.ts';

/** Kills some of the pods that match, and gives their names. */
export const terminatePods: NativeAction = {
  type: 'action',
  module: 'chaosk8s.pod.actions',
  func: 'terminate_pods',
  aliases: [],
  parameters: {
    ...selectionParameters,
    grace_period: byDefault(-1),
    ns: byDefault('default'),
    order: byDefault('alphabetic'),
  },
  reach: namespaceReach,
  discover: async (given, world) => {
    await discoverPods(world, { act: 'terminate_pods', ...(await selectPods(given, world)) });
  },
  run: async (given, world) => {
    const gracePeriod = gracePeriodOf(new Arguments(given));
    const selection = await selectPods(given, world);
    return killPods(world, { act: 'terminate_pods', ...selection }, gracePeriod);
  },
};
