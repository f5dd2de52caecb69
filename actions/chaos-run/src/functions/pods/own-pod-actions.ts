import { discoverPods } from '../../faults/admit-pods.ts';
import { execInPods } from '../../faults/exec-in-pods.ts';
import { killPods as kill } from '../../faults/kill-pods.ts';
import { Arguments } from '../arguments.ts';
import { namespaceReach } from '../namespace-reach.ts';
import type { NativeAction } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { commandOf } from './command-argument.ts';
import { describeExec, execOutput } from './describe-exec.ts';
import { gracePeriodOf } from './grace-period.ts';
import { selectTargetPods, targetParameters } from './pods-of-target.ts';

/** Kills pods behind a target, and gives their names. */
export const killPods: NativeAction = {
  type: 'action',
  module: 'kube_delivery.actions',
  func: 'kill_pods',
  aliases: [],
  parameters: { ...targetParameters, grace_period: byDefault(-1) },
  reach: namespaceReach,
  discover: async (given, world) => {
    await discoverPods(world, { act: 'kill_pods', ...(await selectTargetPods(given, world)) });
  },
  run: async (given, world) => {
    const gracePeriod = gracePeriodOf(new Arguments(given));
    const selection = await selectTargetPods(given, world);
    return kill(world, { act: 'kill_pods', ...selection }, gracePeriod);
  },
};

/** Runs a command in pods behind a target, and fails where it does in one; `timeout` in seconds is for each. */
export const execInPodsOfTarget: NativeAction = {
  type: 'action',
  module: 'kube_delivery.actions',
  func: 'exec_in_pods',
  aliases: [],
  parameters: {
    target: required,
    ns: required,
    command: required,
    container: byDefault(null),
    count: byDefault(1),
    percent: byDefault(null),
    timeout: byDefault(60),
  },
  reach: namespaceReach,
  discover: async (given, world) => {
    await discoverPods(world, { act: 'exec_in_pods', ...(await selectTargetPods(given, world)) });
  },
  run: async (given, world) => {
    const read = new Arguments(given);
    const command = commandOf(given, 'command');
    const container = read.optionalText('container');
    const timeout = read.number('timeout') * 1000;
    const selection = await selectTargetPods(given, world);
    const asked = { act: 'exec_in_pods', ...selection, command, container, timeout };
    const done = await execInPods(world, asked);
    return execOutput(done, asked, world.compat, (each) =>
      describeExec(each, [...command], 'strict'),
    );
  },
};
