import { discoverWorkload } from '../../faults/admit-workload.ts';
import { restartWorkload } from '../../faults/restart-workload.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { workloadReference } from './workload-probe.ts';

/** Restarts a Deployment by its own rollout; its result is null. */
export const rolloutDeployment: NativeAction = {
  type: 'action',
  module: 'chaosk8s.deployment.actions',
  func: 'rollout_deployment',
  aliases: [],
  parameters: { name: byDefault(null), ns: byDefault('default') },
  reach: namespaceReach,
  discover: (given, world) =>
    discoverWorkload(world, 'rollout_deployment', workloadReference('Deployment', given)),
  run: async (given, world) => {
    await restartWorkload(world, 'rollout_deployment', workloadReference('Deployment', given));
    return null;
  },
};
