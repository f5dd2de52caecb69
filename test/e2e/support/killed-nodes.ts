import { functionCall } from './function-call.ts';
import { nodesPatience } from './hold-nodes.ts';
import type { KilledCall } from './killed-calls.ts';

/** Any pods of a node may go; whoever holds the lock of nodes is waited for. */
const inputs = {
  'min-ready-remaining': '0',
  'max-targets': '2',
  'lock-timeout': `${nodesPatience}ms`,
};

/** A call on a node of its own. */
export interface KilledNodeCall extends KilledCall {
  readonly node: string;
}

function inFile(func: string): KilledNodeCall {
  const node = `chaos.killed.${func.replaceAll('_', '.')}`;
  const full = `chaosk8s.node.actions.${func}`;
  const call = () => functionCall([[full, { name: node }]], inputs);
  return { topic: func.replaceAll('_', '-'), funcs: [full], node, call };
}

function byFault(fault: string): KilledNodeCall {
  const node = `chaos.killed.fault.${fault.replace('-', '.')}`;
  const func = `kube_delivery.actions.${fault.replace('-', '_')}`;
  const call = () => ({ inputs: { ...inputs, fault, target: `node/${node}` } });
  return { topic: `fault-${fault}`, funcs: [func], node, call };
}

/** Calls on nodes that take pods. */
export const nodeCalls: readonly KilledNodeCall[] = [
  byFault('cordon-node'),
  byFault('drain-node'),
  inFile('cordon_node'),
  inFile('drain_nodes'),
];

/** Calls on a node that takes none. */
export const cordonedNodeCalls: readonly KilledNodeCall[] = [inFile('uncordon_node')];

const command = '/bin/busybox true';

/** Calls that run a command in a pod of the Deployment `web`. */
export const commandCalls: readonly KilledCall[] = [
  {
    topic: 'fault-exec',
    funcs: ['kube_delivery.actions.exec_in_pods'],
    call: () => ({ inputs: { fault: 'exec', target: 'deployment/web', command } }),
  },
  {
    topic: 'exec-in-pods',
    funcs: ['chaosk8s.pod.actions.exec_in_pods'],
    call: (ns) => {
      const given = { cmd: command, label_selector: 'app=web', container_name: 'podinfo', ns };
      return functionCall([['chaosk8s.pod.actions.exec_in_pods', given]]);
    },
  },
];
