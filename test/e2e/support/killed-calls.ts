import type { JsonObject } from '../../../shared/src/json/json.ts';
import type { ChaosCall } from './chaos-namespace.ts';
import { functionCall } from './function-call.ts';
import type { Inputs } from './release-namespace.ts';

/** Calls of functions that change the cluster, which are killed at each of its writes. */
export interface KilledCall {
  readonly topic: string;
  /** Whole names of the functions, as the catalogue knows them. */
  readonly funcs: readonly string[];
  readonly call: (namespace: string) => ChaosCall;
}

const target = 'deployment/web';
/** Three of three pods may be hit. */
const all = { 'max-targets': '3', 'max-percent': '100%', 'min-ready-remaining': '0' };

/** Asks for a fault by its inputs, which calls a function of our own. */
function byFault(topic: string, func: string, inputs: Inputs = {}): KilledCall {
  return {
    topic,
    funcs: [`kube_delivery.actions.${func}`],
    call: () => ({ inputs: { fault: topic, target, ...inputs } }),
  };
}

/** Calls the function in an experiment's file, with the run's namespace. */
function inFile(func: string, given: JsonObject = {}, inputs: Inputs = {}): KilledCall {
  return {
    topic: func.replace(/^.*\./, '').replaceAll('_', '-'),
    funcs: [`chaosk8s.${func}`],
    call: (ns) => functionCall([[`chaosk8s.${func}`, { ...given, ns }]], { ...all, ...inputs }),
  };
}

function policy(name: string): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels: { team: 'shop' } },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
  };
}

/** What is deleted by the calls that delete. */
export const policiesBefore: readonly JsonObject[] = [
  'mine',
  'chaostoolkit-deny-all-ingress',
  'chaostoolkit-deny-all-egress',
  'chaostoolkit-allow-dns',
].map(policy);

/** Calls that delete one of `policiesBefore`. */
export const removingCalls: readonly KilledCall[] = [
  inFile('networking.actions.remove_network_policy', { name: 'mine' }),
  inFile('networking.actions.remove_deny_all_ingress'),
  inFile('networking.actions.remove_deny_all_egress'),
  inFile('networking.actions.remove_allow_dns_access'),
];

const selected = { label_selectors: { app: 'web' } };

/** Calls on the Deployment `web` and its pods. */
export const deploymentCalls: readonly KilledCall[] = [
  byFault('pod-kill', 'kill_pods'),
  byFault('pod-crash', 'kill_pods'),
  byFault('scale-to', 'scale', { ...all, count: '0' }),
  byFault('deny-ingress', 'deny_ingress', all),
  byFault('deny-egress', 'deny_egress', all),
  inFile('pod.actions.terminate_pods', { label_selector: 'app=web' }, { 'respect-pdb': 'false' }),
  inFile('pod.actions.delete_pods', { label_selector: 'app=web' }),
  inFile('deployment.actions.scale_deployment', { name: 'web', replicas: 1 }),
  inFile('actions.kill_microservice', { name: 'web' }),
  inFile('networking.actions.create_network_policy', { spec: policy('other') }),
  inFile('networking.actions.deny_all_ingress', selected),
  inFile('networking.actions.deny_all_egress', selected),
  inFile('networking.actions.allow_dns_access', selected),
];

/** Calls on the StatefulSet `db`. */
export const statefulSetCalls: readonly KilledCall[] = [
  inFile('statefulset.actions.scale_statefulset', { name: 'db', replicas: 0 }),
];

/** Calls that restart the Deployment `web`. */
export const restartingCalls: readonly KilledCall[] = [
  byFault('rollout-restart', 'rollout_restart'),
  inFile('deployment.actions.rollout_deployment', { name: 'web' }),
];
