import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isJsonObject } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import type { ChaosCall } from './support/chaos-namespace.ts';
import { expectNothingLeft } from './support/killed-faults.ts';
import { application } from './support/manifest-folder.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { connectTest } from './support/test-connection.ts';

const longest = 600_000;
const cluster = await connectTest();
let node: SimulatedNode;

beforeAll(async () => {
  node = await startSimulatedNode(cluster, 'chaos-killed');
});

afterAll(async () => {
  await node.close();
  await cluster.close();
});

const target = 'deployment/web';
/** Three of three pods may be hit. */
const all = { 'max-targets': '3', 'max-percent': '100%', 'min-ready-remaining': '0' };

/** An experiment whose method is one function of chaosk8s. */
function experiment(func: string, given: JsonObject): NonNullable<ChaosCall['files']> {
  const [module, name] = [func.replace(/\.\w+$/, ''), func.replace(/^.*\./, '')];
  const provider = { type: 'python', module, func: name, arguments: given };
  const method = [{ type: 'action', name, provider }];
  const document = { title: func, description: func, method, version: '1.0.0' };
  return { 'experiment.json': JSON.stringify(document) };
}

const inFile = { ...all, experiment: 'experiment.json' };

const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'mine', labels: { team: 'shop' } },
  spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
};

const faults: readonly (readonly [string, (namespace: string) => ChaosCall])[] = [
  ['pod-kill', () => ({ inputs: { fault: 'pod-kill', target } })],
  ['pod-crash', () => ({ inputs: { fault: 'pod-crash', target } })],
  ['scale-to', () => ({ inputs: { ...all, fault: 'scale-to', target, count: '0' } })],
  ['deny-ingress', () => ({ inputs: { ...all, fault: 'deny-ingress', target } })],
  ['deny-egress', () => ({ inputs: { ...all, fault: 'deny-egress', target } })],
  [
    'terminate-pods',
    (ns) => ({
      inputs: { ...inFile, 'respect-pdb': 'false' },
      files: experiment('chaosk8s.pod.actions.terminate_pods', { label_selector: 'app=web', ns }),
    }),
  ],
  [
    'scale-deployment',
    (ns) => ({
      inputs: inFile,
      files: experiment('chaosk8s.deployment.actions.scale_deployment', {
        name: 'web',
        replicas: 1,
        ns,
      }),
    }),
  ],
  [
    'create-policy',
    (ns) => ({
      inputs: inFile,
      files: experiment('chaosk8s.networking.actions.create_network_policy', {
        spec: { ...policy, metadata: { name: 'other' } },
        ns,
      }),
    }),
  ],
  [
    'remove-policy',
    (ns) => ({
      inputs: inFile,
      files: experiment('chaosk8s.networking.actions.remove_network_policy', { name: 'mine', ns }),
    }),
  ],
];

test.each(faults)(
  '%s killed at any of its writes and recovered leaves nothing',
  async (topic, call) => {
    const objects = [
      ...application({ name: 'web', tag: 'v1', replicas: 3, placement: node.placement }),
      policy,
    ];
    const kills = await expectNothingLeft({
      topic: `kill-${topic}`,
      objects,
      call,
      verdict: 'passed',
      atOnce: 4,
    });
    // The lock, the record of the way back, the fault, the record's end and the lock's end at least.
    expect(kills).toBeGreaterThanOrEqual(5);
  },
  longest,
);

test(
  'rollout-restart killed at any of its writes and recovered leaves nothing but the restart',
  async () => {
    const kills = await expectNothingLeft({
      topic: 'kill-restart',
      objects: application({ name: 'web', tag: 'v1', replicas: 2, placement: node.placement }),
      call: () => ({ inputs: { fault: 'rollout-restart', target } }),
      verdict: 'passed',
      atOnce: 4,
      without: withoutRestart,
    });
    expect(kills).toBeGreaterThanOrEqual(5);
  },
  longest,
);

/** What a restart is for good: the template's mark, and the revision that the controller counts. */
function withoutRestart(observed: Json): Json {
  const marks = ['kubectl.kubernetes.io/restartedAt', 'deployment.kubernetes.io/revision'];
  const text = JSON.stringify(observed, (key, value: Json) => {
    if (key !== 'annotations' || !isJsonObject(value)) return value;
    const others = Object.entries(value).filter(([name]) => !marks.includes(name));
    return others.length === 0 ? undefined : Object.fromEntries(others);
  });
  return JSON.parse(text) as Json;
}
