import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Caps } from '../../actions/chaos-run/src/blast-radius/caps.ts';
import type { FunctionWorld } from '../../actions/chaos-run/src/functions/native-function.ts';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import { isServing } from '../../shared/src/cluster/readiness/pod.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { call, functionWorld } from './support/function-world.ts';
import type { TestWorld } from './support/function-world.ts';
import { ownNamespace } from './support/test-connection.ts';
import type { OwnNamespace } from './support/test-connection.ts';
import { deployment } from './support/workloads.ts';

const policyKind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const mark = 'kube-delivery.dev/chaos-fault';

let own: OwnNamespace;
let worlds: TestWorld[] = [];

function world(caps: Partial<Caps> = {}, differences: Partial<FunctionWorld> = {}): TestWorld {
  const made = functionWorld(own.cluster, caps, differences);
  worlds.push(made);
  return made;
}

function network(here: TestWorld, func: string, given: JsonObject = {}): Promise<Json> {
  return call(here, `chaosk8s.networking.actions.${func}`, { ns: own.namespace, ...given });
}

async function policies(): Promise<readonly KubeObject[]> {
  return own.cluster.list(policyKind, deadline());
}

async function podsOf(app: string): Promise<readonly KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'Pod', labelSelector: `app=${app}` };
  return own.cluster.list(query, deadline());
}

beforeAll(async () => {
  own = await ownNamespace('chaos-network');
  const optedIn = { 'kube-delivery.dev/chaos': 'enabled' };
  for (const [name, replicas, annotations] of [
    ['web', 2, optedIn],
    ['shy', 1, {}],
  ] as const) {
    const { spec, ...rest } = deployment(name);
    await own.cluster.create(
      { ...rest, metadata: { name, annotations }, spec: { ...(spec as JsonObject), replicas } },
      { signal: deadline() },
    );
  }
  await eventually(
    async () => [...(await podsOf('web')), ...(await podsOf('shy'))],
    (all) => all.length === 3 && all.every(isServing),
    60_000,
  );
}, 120_000);

afterEach(async () => {
  for (const each of worlds) await each.takeBack();
  worlds = [];
  expect(await policies()).toEqual([]);
});
afterAll(async () => {
  await own.close();
});

const web = { label_selectors: { app: 'web' } };

test.each([
  [
    'deny_all_ingress',
    'chaostoolkit-deny-all-ingress',
    { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] },
  ],
  [
    'deny_all_egress',
    'chaostoolkit-deny-all-egress',
    { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] },
  ],
  [
    'allow_dns_access',
    'chaostoolkit-allow-dns',
    {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: {} }],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
      ],
    },
  ],
])(
  '%s creates its policy with its way back, and remove_* takes it away',
  async (func, name, spec) => {
    const here = world();
    expect(await network(here, func, web)).toBeNull();
    const [policy] = await policies();
    expect(policy).toMatchObject({ metadata: { name }, spec });
    expect(policy?.metadata.annotations?.[mark]).toMatch(/./);
    expect(here.recorded).toMatchObject([
      {
        title: `create NetworkPolicy ${name}`,
        namespace: own.namespace,
        steps: [
          { kind: 'delete-object', object: { ...policyKind, namespace: own.namespace, name } },
        ],
      },
    ]);
    const pods = (await podsOf('web')).map(({ metadata }) => metadata.name).sort();
    const hit = here.ledger.targets.filter((target) => target.in && target.kind === 'Pod');
    expect(hit.map((target) => target.name).sort()).toEqual(pods);
    expect(here.ledger.effects).toBe(1);

    await expect(network(here, func, web)).rejects.toThrow(
      `NetworkPolicy ${name} in namespace ${own.namespace} is there already`,
    );
    expect(await network(here, `remove_${func}`)).toBeNull();
    expect(await policies()).toEqual([]);
    await expect(network(here, `remove_${func}`)).rejects.toThrow(
      `NetworkPolicy ${name} in namespace ${own.namespace} does not exist`,
    );
    // What the fault created itself needs no way back.
    expect(here.recorded).toHaveLength(1);
  },
);

test('the way back deletes a policy that is left', async () => {
  const here = world();
  await network(here, 'deny_all_ingress', web);
  expect(await policies()).toHaveLength(1);
  expect(await here.takeBack()).toMatchObject([
    { title: 'create NetworkPolicy chaostoolkit-deny-all-ingress', outcome: 'undone' },
  ]);
  expect(await policies()).toEqual([]);
});

test('a policy for the whole namespace is refused where a pod is not opted in', async () => {
  const here = world();
  const [shy] = await podsOf('shy');
  await expect(network(here, 'deny_all_egress')).rejects.toThrow(
    `NetworkPolicy chaostoolkit-deny-all-egress selects pods that may not be hit: ${shy?.metadata.name ?? ''} is not opted in`,
  );
  expect(here.recorded).toEqual([]);
  expect(here.ledger.effects).toBe(0);
  expect(here.ledger.targets.filter((target) => !target.in)).toMatchObject([
    { kind: 'Pod', name: shy?.metadata.name, act: 'deny_all_egress' },
  ]);
});

test.each([
  [{ maxTargets: 1 }, '2 pods would be hit at once, but max-targets is 1'],
  [{ maxPercent: 50 }, '2 of 2 pods would be hit, but max-percent 50 allows 1'],
  [{ minReadyRemaining: 1 }, '0 of 2 ready pods of Deployment web would be left'],
])('a pod that is cut off counts as hit: %j', async (caps, message) => {
  const here = world(caps);
  await expect(network(here, 'deny_all_ingress', web)).rejects.toThrow(message);
  expect(here.recorded).toEqual([]);
});

test('a policy that selects no pod fails, unless as the original', async () => {
  const none = { label_selectors: { app: 'nobody' } };
  await expect(network(world(), 'deny_all_ingress', none)).rejects.toThrow(
    'no pod may be hit: NetworkPolicy chaostoolkit-deny-all-ingress selects none',
  );
  const lenient = world({}, { compat: 'chaostoolkit' });
  await network(lenient, 'deny_all_ingress', none);
  expect(await policies()).toHaveLength(1);
});

test('a dry run asks the server, and creates nothing', async () => {
  const here = functionWorld(
    own.cluster,
    {},
    {
      dryRun: true,
      undo: { record: () => Promise.resolve({ mark: {} }) },
    },
  );
  await network(here, 'deny_all_ingress', web);
  expect(await policies()).toEqual([]);
  expect(here.ledger.effects).toBe(0);
  expect(here.ledger.targets.map(({ reason }) => reason)).toContain('would be created');
});

const spec = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] };

test('a policy of a file and of a map; the file must be one', async () => {
  const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-policy-'));
  const text = `kind: NetworkPolicy\nmetadata: { name: own }\nspec: ${JSON.stringify(spec)}\n`;
  writeFileSync(path.join(workspace, 'policy.yaml'), text);
  const here = world({}, { workspace });
  expect(await network(here, 'create_network_policy', { spec_path: 'policy.yaml' })).toBeNull();
  expect(await policies()).toMatchObject([{ metadata: { name: 'own' }, spec }]);
  await network(here, 'remove_network_policy', { name: 'own' });
  await network(here, 'create_network_policy', { spec: { metadata: { name: 'map' }, spec } });
  expect(await policies()).toMatchObject([{ metadata: { name: 'map' } }]);
  for (const [given, message] of [
    [{ spec_path: '../policy.yaml' }, 'does not exist'],
    [{ spec: { kind: 'Service', metadata: { name: 'a' } } }, 'argument spec is a Service'],
    [{ spec: { metadata: { name: 'a', namespace: 'b' } } }, 'lies in namespace b'],
    [{}, 'argument spec must be a NetworkPolicy with metadata.name'],
  ] as const) {
    await expect(network(here, 'create_network_policy', given)).rejects.toThrow(message);
  }
  rmSync(workspace, { recursive: true });
});

test("somebody's own policy is removed with its pods' consent, and comes back", async () => {
  const theirs = (app: string): KubeObject => ({
    ...policyKind,
    metadata: { name: `of-${app}`, labels: { team: 'shop' } },
    spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress'] },
  });
  for (const app of ['web', 'shy']) await own.cluster.create(theirs(app), { signal: deadline() });
  const here = world();
  await expect(network(here, 'remove_network_policy', { name: 'of-shy' })).rejects.toThrow(
    'NetworkPolicy of-shy selects pods that may not be hit',
  );
  await network(here, 'remove_network_policy', { name: 'of-web' });
  expect((await policies()).map(({ metadata }) => metadata.name)).toEqual(['of-shy']);
  expect(await here.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  expect(await policies()).toMatchObject([
    { metadata: { name: 'of-shy' } },
    { metadata: { name: 'of-web', labels: { team: 'shop' } }, spec: theirs('web').spec },
  ]);
  for (const app of ['web', 'shy']) {
    await own.cluster.delete({ ...policyKind, name: `of-${app}` }, { signal: deadline() });
  }
});

test('a policy that is changed as an object is admitted as what it becomes', async () => {
  const name = 'of-web';
  const podSelector = { matchLabels: { app: 'web' } };
  const theirs = { ...policyKind, metadata: { name }, spec: { podSelector } };
  await own.cluster.create(theirs, { signal: deadline() });
  const kind = { group: 'networking.k8s.io', version: 'v1', plural: 'networkpolicies' };
  const change = (here: TestWorld, func: string, resource: Json): Promise<Json> =>
    call(here, `chaosk8s.crd.actions.${func}`, { ...kind, ns: own.namespace, name, resource });
  const widen = [{ op: 'remove', path: '/spec/podSelector/matchLabels' }];
  await expect(change(world(), 'patch_custom_object', widen)).rejects.toThrow(
    /^NetworkPolicy of-web selects pods that may not be hit: shy-\S+ is not opted in/,
  );
  const egress = { ...theirs, spec: { podSelector, policyTypes: ['Egress'] } };
  await expect(change(world({ maxTargets: 1 }), 'replace_custom_object', egress)).rejects.toThrow(
    '2 pods would be hit at once, but max-targets is 1',
  );
  expect(await policies()).toMatchObject([{ spec: { podSelector, policyTypes: ['Ingress'] } }]);
  const here = world();
  await change(here, 'replace_custom_object', egress);
  expect(await policies()).toMatchObject([{ spec: { policyTypes: ['Egress'] } }]);
  expect(await here.takeBack()).toMatchObject([{ outcome: 'undone' }]);
  expect(await policies()).toMatchObject([{ spec: { podSelector, policyTypes: ['Ingress'] } }]);
  await own.cluster.delete({ ...policyKind, name }, { signal: deadline() });
});

test('the short form cuts off the pods of a target', async () => {
  const here = world();
  const deny = (func: string, target: string): Promise<Json> =>
    call(here, `kube_delivery.actions.${func}`, { target, ns: own.namespace });
  const name = 'kube-delivery-chaos-deny-ingress-deployment-web';
  expect(await deny('deny_ingress', 'deployment/web')).toBe(name);
  expect(await policies()).toMatchObject([{ metadata: { name }, spec }]);
  expect(await deny('deny_egress', 'deployment/web')).toMatch(/deny-egress-deployment-web$/);
  const [pod] = await podsOf('web');
  await expect(deny('deny_egress', `pod/${pod?.metadata.name ?? ''}`)).rejects.toThrow(
    'cannot be cut off: a NetworkPolicy selects pods by labels',
  );
  await expect(deny('deny_egress', 'deployment/nope')).rejects.toThrow('does not exist');
  await expect(deny('deny_egress', 'node/a')).rejects.toThrow('target is "node/a", but must be');
});
