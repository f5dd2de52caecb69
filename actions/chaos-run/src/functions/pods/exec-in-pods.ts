import type { Json } from '@kube-delivery/shared/json/json';
import { discoverPods } from '../../faults/admit-pods.ts';
import { execInPods as execute } from '../../faults/exec-in-pods.ts';
import { Arguments } from '../arguments.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { commandOf } from './command-argument.ts';
import { describeExec, execOutput } from './describe-exec.ts';
import { namespaceReach } from '../namespace-reach.ts';
import { selectionParameters, selectPods } from './pod-selection.ts';

/**
 * Runs a command in some of the pods that match, and fails where it does in one. Without `container_name` it runs in each pod's default
 * container, where the original runs it nowhere.
 */
export const execInPods: NativeAction = {
  type: 'action',
  module: 'chaosk8s.pod.actions',
  func: 'exec_in_pods',
  aliases: [],
  parameters: {
    cmd: required,
    ...selectionParameters,
    ns: byDefault('default'),
    order: byDefault('alphabetic'),
    container_name: byDefault(null),
    request_timeout: byDefault(60),
  },
  reach: namespaceReach,
  discover: async (given, world) => {
    await discoverPods(world, { act: 'exec_in_pods', ...(await selectPods(given, world)) });
  },
  run: async (given, world) => {
    const read = new Arguments(given);
    const command = commandOf(given, 'cmd');
    const container = read.optionalText('container_name');
    const timeout = read.number('request_timeout') * 1000;
    const selection = await selectPods(given, world);
    if (container === undefined && world.compat === 'chaostoolkit') return [];
    const asked = { act: 'exec_in_pods', ...selection, command, container, timeout };
    const done = await execute(world, asked);
    const cmd: Json = given.cmd ?? null;
    return execOutput(done, asked, world.compat, (each) => describeExec(each, cmd, world.compat));
  },
};
