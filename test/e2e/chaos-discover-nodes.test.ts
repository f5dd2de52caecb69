import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import { arrayAt, booleanAt, objectAt, stringAt } from '../../shared/src/json/json.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosNamespace } from './support/chaos-namespace.ts';
import { deadline } from './support/deadline.ts';
import { openDiscovery, told } from './support/discovery.ts';
import type { Discovery } from './support/discovery.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { startSimulatedNode } from './support/simulated-node.ts';
import type { SimulatedNode } from './support/simulated-node.ts';
import { deployment } from './support/workloads.ts';

let own: ChaosNamespace;
let discovery: Discovery;
let node: SimulatedNode;
let name: string;

const nodeKind = { apiVersion: 'v1', kind: 'Node' };
const pods = { apiVersion: 'v1', kind: 'Pod', labelSelector: 'app=web' };
const caps = { 'max-percent': '100%', 'min-ready-remaining': '0' };

beforeAll(async () => {
  own = await chaosNamespace('chaos-discover-nodes');
  discovery = await openDiscovery(own);
  node = await startSimulatedNode(own.cluster, own.namespace);
  name = own.namespace.replaceAll('-', '.');
  const { spec, ...web } = deployment('web', {}, node.placement);
  await own.cluster.create(
    { ...web, spec: { ...objectAt(spec), replicas: 2 } },
    { signal: deadline() },
  );
  await eventually(
    () => own.cluster.list(pods, deadline()),
    (all) => all.length === 2 && all.every(isServing),
    60_000,
  );
}, 120_000);

afterAll(async () => {
  const live = await own.cluster.read({ ...nodeKind, name }, deadline());
  expect(booleanAt(live, 'spec', 'unschedulable') ?? false).toBe(false);
  await discovery.close();
  await node.close();
  await own.close();
});

test('what the run itself would cordon it would uncordon, and nothing else', async () => {
  const given = { name };
  const run = await discovery.discoverActions(
    [
      { func: 'node.actions.uncordon_node', given },
      { func: 'node.actions.cordon_node', given },
      { func: 'node.actions.uncordon_node', given },
    ],
    caps,
  );
  expectVerdict(run, 'passed');
  expect(told(run)).toEqual([
    { targets: [['Node', false, 'is not cordoned']], problem: null },
    { targets: [['Node', true, 'would be cordoned']], problem: null },
    { targets: [['Node', true, 'would be uncordoned']], problem: null },
  ]);
});

test('a drain tells the pods that would go with their node', async () => {
  const run = await discovery.discover({ fault: 'drain-node', target: 'deployment/web', ...caps });
  expectVerdict(run, 'passed');
  const evicted = ['Pod', true, 'would be evicted'];
  expect(told(run)).toEqual([
    { targets: [['Node', true, 'would be cordoned'], evicted, evicted], problem: null },
  ]);
  const named = arrayAt(run.report, 'targets').map((target) => stringAt(target, 'name'));
  expect(named[0]).toBe(name);
});

test.each([
  [
    { 'min-ready-remaining': '1' },
    /^nothing was hit: 0 of 2 ready pods of Deployment web would be left, but min-ready-remaining is 1/,
  ],
  [{ 'max-percent': '1%' }, /^nothing was hit: 1 of \d+ nodes? would be hit, but max-percent 1 /],
  [{ 'minimum-age': '1h' }, /^no node may be hit: \S+ is \S+ old, and minimum-age is 1h$/],
])('a drain that %j forbids is told to be refused', async (cap, sentence) => {
  const run = await discovery.discover({
    fault: 'drain-node',
    target: 'deployment/web',
    ...caps,
    ...cap,
  });
  expectVerdict(run, 'no-effect');
  expect(stringAt(run.report, 'actions', 0, 'problem')).toMatch(sentence);
  const targets = arrayAt(run.report, 'actions', 0, 'targets');
  expect(targets.map((target) => booleanAt(target, 'in'))).not.toContain(true);
  expect(targets).toContainEqual(expect.objectContaining({ kind: 'Node', name, in: false }));
});
