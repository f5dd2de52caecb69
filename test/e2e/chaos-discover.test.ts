import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { arrayAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosNamespace } from './support/chaos-namespace.ts';
import { customKinds } from './support/custom-kinds.ts';
import type { CustomKinds } from './support/custom-kinds.ts';
import { openDiscovery, told } from './support/discovery.ts';
import type { DiscoveredAction, Discovery } from './support/discovery.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';
import type { Inputs } from './support/release-namespace.ts';

let own: ChaosNamespace;
let kinds: CustomKinds;
let discovery: Discovery;
let before: Json;

const policyKind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const policy = (name: string, app: string): JsonObject => ({
  ...policyKind,
  metadata: { name },
  spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress'], ingress: [] },
});
const route = (name: string, spec: JsonObject): JsonObject => ({
  apiVersion: `${kinds.group}/v1`,
  kind: 'Route',
  metadata: { name },
  spec,
});

beforeAll(async () => {
  own = await chaosNamespace('chaos-discover');
  kinds = await customKinds(own);
  discovery = await openDiscovery(own);
  const [shy, ...rest] = application({ name: 'shy', tag: 'v1' }) as readonly KubeObject[];
  const annotations = { 'kube-delivery.dev/chaos': 'disabled' };
  await own.create([
    ...application({ name: 'web', tag: 'v1', replicas: 3 }),
    { ...shy, metadata: { ...shy?.metadata, annotations } },
    ...rest,
    policy('walls', 'web'),
    route('main', { weight: 1 }),
  ]);
  before = await own.observe();
}, 120_000);

beforeEach(async () => {
  expect(await own.observe()).toEqual(before);
});

afterAll(async () => {
  expect(await own.observe()).toEqual(before);
  await kinds.close();
  await discovery.close();
  await own.close();
});

const kill = { fault: 'pod-kill', target: 'deployment/web' };

test('one pod would be killed, and by chance it may be another', async () => {
  const run = await discovery.discover(kill);
  expectVerdict(run, 'passed');
  const other = ['Pod', true, 'may be chosen instead'];
  expect(told(run)).toEqual([
    { targets: [['Pod', true, 'would be evicted'], other, other], problem: null },
  ]);
  expect(run.summary).toContain('3 of 3 objects may be hit');
});

const caps = (sentence: string): string => `nothing was hit: ${sentence}`;

test.each<[string, Inputs, string]>([
  [
    'max-targets',
    { ...kill, count: '2' },
    '2 pods would be hit at once, but max-targets is 1: ask for fewer, or raise max-targets to 2',
  ],
  [
    'max-percent',
    { ...kill, 'max-percent': '33%' },
    '1 of 3 pods would be hit, but max-percent 33 allows 0: ask for fewer, or raise max-percent to 34',
  ],
  [
    'min-ready-remaining',
    { ...kill, 'min-ready-remaining': '3' },
    '2 of 3 ready pods of Deployment web would be left, but min-ready-remaining is 3: run more replicas, or lower min-ready-remaining',
  ],
  [
    'max-targets, of a scaling',
    { fault: 'scale-to', target: 'deployment/web', count: '1' },
    '2 pods would be hit at once, but max-targets is 1: ask for fewer, or raise max-targets to 2',
  ],
])('%s refuses the act as a whole', async (_, inputs, sentence) => {
  const run = await discovery.discover(inputs);
  expectVerdict(run, 'no-effect');
  expect(run.outputs.reason).toBe(
    `nothing may be hit: ${inputs.fault ?? ''} would fail: ${caps(sentence)}`,
  );
  const [act] = arrayAt(run.report, 'actions');
  expect(stringAt(act, 'problem')).toBe(caps(sentence));
  const targets = arrayAt(act, 'targets');
  expect(targets.map((target) => (target as JsonObject).in)).not.toContain(true);
  expect(targets).toContainEqual(
    expect.objectContaining({ kind: 'Pod', in: false, reason: sentence }),
  );
  expect(run.summary).toContain(sentence);
});

test('who is not opted in is out with the reason', async () => {
  const run = await discovery.discover({
    ...kill,
    target: 'deployment/shy',
    'min-ready-remaining': '0',
  });
  expectVerdict(run, 'no-effect');
  expect(told(run)).toMatchObject([
    { targets: [['Pod', false, 'is opted out by Deployment shy']] },
  ]);
});

test('a command and a container that only some have', async () => {
  const given = { cmd: 'true', label_selector: 'app=web', ns: own.namespace, qty: 1 };
  const run = await discovery.discoverActions([
    { func: 'pod.actions.exec_in_pods', given },
    { func: 'pod.actions.exec_in_pods', given: { ...given, container_name: 'db' } },
  ]);
  expectVerdict(run, 'passed');
  const left = ['Pod', false, 'is left alone, as the act asks for others'];
  const lacks = ['Pod', false, 'has no container db'];
  expect(told(run)).toEqual([
    { targets: [['Pod', true, 'the command would run'], left, left], problem: null },
    {
      targets: [lacks, lacks, lacks],
      problem: `no pod may be hit: none matches label selector app=web in namespace ${own.namespace} with container db`,
    },
  ]);
});

test('custom objects', async () => {
  const kind = { group: kinds.group, version: 'v1', plural: 'routes', ns: own.namespace };
  const act = (verb: string, given: JsonObject): DiscoveredAction => ({
    func: `crd.actions.${verb}_custom_object`,
    given: { ...kind, ...given },
  });
  const weigh = (value: number) => [{ op: 'replace', path: '/spec/weight', value }];
  const run = await discovery.discoverActions([
    act('create', { resource: route('more', {}) }),
    act('create', { resource: route('main', {}) }),
    act('patch', { name: 'main', resource: weigh(1) }),
    act('patch', { name: 'main', resource: weigh(0) }),
    act('patch', { name: 'main', resource: [{ op: 'remove', path: '/spec/none' }] }),
    act('replace', { name: 'main', resource: route('main', { weight: 2 }) }),
    act('delete', { name: 'more' }),
    act('delete', { name: 'none' }),
  ]);
  expectVerdict(run, 'passed');
  const hit = (reason: string): Json => ({ targets: [['Route', true, reason]], problem: null });
  const vain = (problem: string): Json => ({ targets: [], problem });
  const there = `Route main in namespace ${own.namespace} is there already; if a run that died left it, take it back with \`mode: recover\``;
  expect(told(run)).toEqual([
    hit('would be created'),
    vain(there),
    { targets: [['Route', false, 'is as it should become already']], problem: null },
    hit('would be changed'),
    vain('operation 1 of the patch, remove /spec/none, does not apply'),
    hit('would be changed'),
    // It finds what the first would have created.
    hit('would be deleted'),
    vain(`Route none in namespace ${own.namespace} does not exist`),
  ]);
});

test('network policies: who comes under them, and whose removal may not be', async () => {
  const ns = own.namespace;
  const remove = { func: 'networking.actions.remove_network_policy', given: { name: 'walls', ns } };
  const deny = (app: string): DiscoveredAction => ({
    func: 'networking.actions.deny_all_ingress',
    given: { label_selectors: { app }, ns },
  });
  const wide = { 'max-targets': '3', 'max-percent': '100%', 'min-ready-remaining': '0' };
  const run = await discovery.discoverActions([remove, deny('web'), deny('shy')], wide);
  expectVerdict(run, 'passed');
  const under = ['Pod', true, 'would come under NetworkPolicy chaostoolkit-deny-all-ingress'];
  expect(told(run)).toMatchObject([
    { targets: [['NetworkPolicy', true, 'would be deleted']], problem: null },
    {
      targets: [['NetworkPolicy', true, 'would be created'], under, under, under],
      problem: null,
    },
    { targets: [['Pod', false, 'is opted out by Deployment shy']] },
  ]);
  const capped = await discovery.discoverActions([deny('web')], { ...wide, 'max-targets': '2' });
  expectVerdict(capped, 'no-effect');
  expect(capped.outputs.reason).toContain('3 pods would be hit at once, but max-targets is 2');
  const patch = {
    group: 'networking.k8s.io',
    version: 'v1',
    plural: 'networkpolicies',
    ns,
    name: 'walls',
    resource: [
      { op: 'replace', path: '/spec/podSelector', value: { matchLabels: { app: 'shy' } } },
    ],
  };
  const moved = await discovery.discoverActions(
    [{ func: 'crd.actions.patch_custom_object', given: patch }],
    wide,
  );
  expectVerdict(moved, 'no-effect');
  expect(moved.outputs.reason).toMatch(
    /walls selects pods that may not be hit: shy-\S+ is opted out/,
  );
});
