import type { JsonObject } from '@kube-delivery/shared/json/json';
import { NothingHitError } from '../../activity-failed.ts';
import { admitNodes, discoverNodes } from '../../faults/admit-nodes.ts';
import { setCordon } from '../../faults/cordon.ts';
import { drainNodes } from '../../faults/drain.ts';
import { Arguments } from '../arguments.ts';
import type { NativeAction, Reach } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { targetNodes } from './target-nodes.ts';

const common = { type: 'action', module: 'kube_delivery.actions', aliases: [] } as const;
const choice = {
  target: required,
  ns: required,
  count: byDefault(1),
  percent: byDefault(null),
};

/** The nodes, and of the pods on them those of the target's namespace. */
function reach(given: JsonObject): Reach {
  return { namespaces: [new Arguments(given).text('ns')], clusterWide: true };
}

/** How many of the nodes are asked for: `percent` of them, rounded down, else `count`. */
function asked(args: Arguments, matched: number): number {
  const percent = args.optionalNumber('percent');
  return percent === undefined
    ? args.integer('count')
    : Math.floor((Math.min(percent, 100) * matched) / 100);
}

/** Keeps new pods from the target's nodes. */
export const cordonTarget: NativeAction = {
  ...common,
  func: 'cordon_node',
  parameters: choice,
  reach,
  discover: async (given, world) =>
    discoverNodes(world, 'cordon_node', await targetNodes(given, world)),
  run: async (given, world) => {
    const act = 'cordon_node';
    const matched = await targetNodes(given, world);
    const count = asked(new Arguments(given), matched.length);
    const nodes = await admitNodes(world, { act, matched, count });
    const changed = await setCordon(world, act, nodes, true);
    if (changed.length === 0) {
      const names = nodes.map(({ metadata }) => metadata.name);
      throw new NothingHitError(`cordoned already: ${names.join(', ')}`);
    }
    return changed;
  },
};

/** Empties the target's nodes of their pods; those with an emptyDir go, too, but not a DaemonSet's. */
export const drainTarget: NativeAction = {
  ...common,
  func: 'drain_node',
  parameters: { ...choice, timeout: byDefault(120) },
  reach,
  discover: async (given, world) =>
    discoverNodes(world, 'drain_node', await targetNodes(given, world)),
  run: async (given, world) => {
    const act = 'drain_node';
    const args = new Arguments(given);
    const matched = await targetNodes(given, world);
    const nodes = await admitNodes(world, { act, matched, count: asked(args, matched.length) });
    const timeout = args.number('timeout') * 1000;
    await drainNodes(world, nodes, { act, mayLoseData: true, timeout });
    return nodes.map(({ metadata }) => metadata.name);
  },
};
