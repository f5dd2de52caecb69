import { functionCall } from './function-call.ts';
import type { KilledCall } from './killed-calls.ts';

/** Any pods of a node may go; whoever holds the lock of nodes is waited for. */
const inputs = { 'min-ready-remaining': '0', 'max-targets': '2', 'lock-timeout': '60s' };

function inFile(func: string, name: string): KilledCall {
  const full = `chaosk8s.node.actions.${func}`;
  const call = () => functionCall([[full, { name }]], inputs);
  return { topic: func.replaceAll('_', '-'), funcs: [full], call };
}

function byFault(fault: string, name: string): KilledCall {
  const call = () => ({ inputs: { ...inputs, fault, target: `node/${name}` } });
  return {
    topic: `fault-${fault}`,
    funcs: [`kube_delivery.actions.${fault.replace('-', '_')}`],
    call,
  };
}

/** Calls on a node that takes pods, of which it has two. */
export function nodeCalls(name: string): readonly KilledCall[] {
  return [
    byFault('cordon-node', name),
    byFault('drain-node', name),
    inFile('cordon_node', name),
    inFile('drain_nodes', name),
  ];
}

/** Calls on a node that takes none. */
export function cordonedNodeCalls(name: string): readonly KilledCall[] {
  return [inFile('uncordon_node', name)];
}

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
