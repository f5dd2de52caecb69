import { admitNodes, discoverNodes } from '../../faults/admit-nodes.ts';
import { setCordon } from '../../faults/cordon.ts';
import { drainNodes } from '../../faults/drain.ts';
import { discoverUncordon, uncordonNodes } from '../../faults/uncordon.ts';
import { NothingHitError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { NativeAction, Reach } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { selectNodes } from './select-nodes.ts';

const common = { type: 'action', module: 'chaosk8s.node.actions', aliases: [] } as const;
const selection = { name: byDefault(null), label_selector: byDefault(null) };

function clusterWide(): Reach {
  return { namespaces: [], clusterWide: true };
}

/** Keeps new pods from nodes; that all of them are cordoned already fails it, as nothing is done. */
export const cordonNode: NativeAction = {
  ...common,
  func: 'cordon_node',
  parameters: selection,
  reach: clusterWide,
  discover: async (given, world) =>
    discoverNodes(world, 'cordon_node', await selectNodes(given, world)),
  run: async (given, world) => {
    const act = 'cordon_node';
    const matched = await selectNodes(given, world);
    const chosen = await admitNodes(world, { act, matched, count: undefined });
    const names = chosen.map(({ metadata }) => metadata.name);
    const changed = await setCordon(world, act, chosen, true);
    if (changed.length === 0 && world.compat === 'strict') {
      throw new NothingHitError(`cordoned already: ${names.join(', ')}`);
    }
    return names;
  },
};

/** Lets pods be scheduled to nodes again; those that the run itself has cordoned need no opt-in. */
export const uncordonNode: NativeAction = {
  ...common,
  func: 'uncordon_node',
  parameters: selection,
  reach: clusterWide,
  discover: async (given, world) => {
    discoverUncordon(world, 'uncordon_node', await selectNodes(given, world));
  },
  run: async (given, world) => {
    const nodes = await selectNodes(given, world);
    const left = await uncordonNodes(world, 'uncordon_node', nodes);
    return nodes.map(({ metadata }) => metadata.name).filter((name) => !left.includes(name));
  },
};

/**
 * Empties nodes of their pods, `count` of those that match by chance and none twice. A budget's refusal
 * is asked again until `timeout` seconds are over.
 */
export const drainNodesFunction: NativeAction = {
  ...common,
  func: 'drain_nodes',
  parameters: {
    ...selection,
    delete_pods_with_local_storage: byDefault(false),
    timeout: byDefault(120),
    count: byDefault(null),
    pod_label_selector: byDefault(null),
    pod_namespace: byDefault(null),
  },
  reach: clusterWide,
  discover: async (given, world) =>
    discoverNodes(world, 'drain_nodes', await selectNodes(given, world)),
  run: async (given, world) => {
    const act = 'drain_nodes';
    const args = new Arguments(given);
    const matched = await selectNodes(given, world);
    const count = args.optionalInteger('count');
    const nodes = await admitNodes(world, { act, matched, count });
    await drainNodes(world, nodes, {
      act,
      mayLoseData: args.boolean('delete_pods_with_local_storage'),
      timeout: args.number('timeout') * 1000,
    });
    return nodes.map(({ metadata }) => metadata.name);
  },
};
