import type { Target } from '@kube-delivery/shared/target/target';

/** The faults of the short form. */
export const faults = [
  'pod-kill',
  'pod-crash',
  'scale-to',
  'rollout-restart',
  'deny-ingress',
  'deny-egress',
  'drain-node',
  'cordon-node',
  'exec',
] as const;

/** One of them. */
export type Fault = (typeof faults)[number];

/** What a fault can be aimed at: pods and what stands before them, or a node itself. */
export type TargetKind = Target['kind'] | 'node';

/** The inputs that say more of a fault than at what it is aimed. */
export type FaultInput = 'count' | 'percent' | 'command' | 'container';

/** How a fault is written as an action of an experiment. */
export interface FaultShape {
  /** The function of `kube_delivery.actions`. */
  readonly func: string;
  readonly kinds: readonly TargetKind[];
  readonly takes: readonly FaultInput[];
}

const withPods: readonly TargetKind[] = [
  'deployment',
  'statefulset',
  'daemonset',
  'service',
  'pod',
];
const nodes: FaultShape['takes'] = ['count', 'percent'];

/** What each fault is. */
export const faultShapes: Readonly<Record<Fault, FaultShape>> = {
  'pod-kill': { func: 'kill_pods', kinds: withPods, takes: ['count', 'percent'] },
  'pod-crash': { func: 'kill_pods', kinds: withPods, takes: ['count', 'percent'] },
  'scale-to': { func: 'scale', kinds: ['deployment', 'statefulset'], takes: ['count', 'percent'] },
  'rollout-restart': {
    func: 'rollout_restart',
    kinds: ['deployment', 'statefulset', 'daemonset'],
    takes: [],
  },
  'deny-ingress': { func: 'deny_ingress', kinds: withPods, takes: [] },
  'deny-egress': { func: 'deny_egress', kinds: withPods, takes: [] },
  'drain-node': { func: 'drain_node', kinds: ['node', ...withPods], takes: nodes },
  'cordon-node': { func: 'cordon_node', kinds: ['node', ...withPods], takes: nodes },
  exec: {
    func: 'exec_in_pods',
    kinds: withPods,
    takes: ['count', 'percent', 'command', 'container'],
  },
};
