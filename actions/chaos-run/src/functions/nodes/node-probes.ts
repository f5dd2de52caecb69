import { Arguments } from '../arguments.ts';
import type { NativeProbe } from '../native-function.ts';
import { listJson } from '../list-json.ts';
import { byDefault } from '../parameter.ts';
import { conditionsOf, everyNode, labelledNodes } from './node-conditions.ts';
import type { NodeConditions } from './node-conditions.ts';

const common = { type: 'probe', module: 'chaosk8s.node.probes', aliases: [] } as const;
const labelSelector = { label_selector: byDefault(null) };

/** The nodes as a NodeList. */
export const getNodes: NativeProbe = {
  ...common,
  func: 'get_nodes',
  parameters: labelSelector,
  run: async (given, world) =>
    listJson({ apiVersion: 'v1', kind: 'Node' }, await labelledNodes(given, world)),
};

/** The conditions of each node, by their type. */
export const getAllNodeStatusConditions: NativeProbe = {
  ...common,
  func: 'get_all_node_status_conditions',
  parameters: labelSelector,
  run: async (given, world) => (await labelledNodes(given, world)).map(conditionsOf),
};

/** Whether every node is Ready; a cordoned one can be, as for Chaos Toolkit. */
export const allNodesMustBeReadyToSchedule: NativeProbe = {
  ...common,
  func: 'all_nodes_must_be_ready_to_schedule',
  parameters: labelSelector,
  run: (given, world) => everyNode(given, world, (conditions) => conditions.Ready === 'True'),
};

/** Whether a condition of every node has a status. */
export const verifyNodesCondition: NativeProbe = {
  ...common,
  func: 'verify_nodes_condition',
  parameters: {
    condition_type: byDefault('PIDPressure'),
    condition_value: byDefault('False'),
    ...labelSelector,
  },
  run: async (given, world) => {
    const args = new Arguments(given);
    const type = args.text('condition_type');
    const status = args.text('condition_value');
    return everyNode(given, world, (conditions) => conditions[type] === status);
  },
};

/** Conditions of a kubelet, and of the node problem detector, that a healthy node does not have. */
const troubles = [
  'CorruptDockerOverlay2',
  'DiskPressure',
  'FrequentContainerdRestart',
  'FrequentDockerRestart',
  'FrequentKubeletRestart',
  'FrequentUnregisterNetDevice',
  'KernelDeadlock',
  'MemoryPressure',
  'NetworkUnavailable',
  'PIDPressure',
  'ReadonlyFilesystem',
];

/** Whether every node is Ready and in no trouble; a condition that a node does not tell of is none. */
export const nodesMustBeHealthy: NativeProbe = {
  ...common,
  func: 'nodes_must_be_healthy',
  parameters: labelSelector,
  run: (given, world) => everyNode(given, world, isHealthy),
};

function isHealthy(conditions: NodeConditions): boolean {
  return (
    (conditions.Ready ?? 'True') === 'True' &&
    troubles.every((type) => (conditions[type] ?? 'False') === 'False')
  );
}
