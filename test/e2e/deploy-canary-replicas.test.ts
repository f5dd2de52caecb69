import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { numberAt, objectAt, stringAt, valueAt } from '../../shared/src/json/json.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

const canary = { strategy: 'canary', 'canary-traffic': 'replicas' };

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('canary-replicas');
});

afterAll(async () => {
  await own.close();
});

type Labels = Readonly<Record<string, string>>;

/** An application whose pods carry these labels, and whose Deployment and Service select by others. */
function labelled(
  name: string,
  tag: string,
  {
    labels,
    selector,
    service = {},
  }: { readonly labels: Labels; readonly selector: Labels; readonly service?: JsonObject },
): readonly object[] {
  const [workload, inFront] = application({ name, tag }) as readonly JsonObject[];
  const spec = objectAt(workload, 'spec');
  const template = { ...objectAt(spec, 'template'), metadata: { labels } };
  return [
    { ...workload, spec: { ...spec, selector: { matchLabels: selector }, template } },
    { ...inFront, spec: { ...objectAt(inFront, 'spec'), ...service } },
  ];
}

async function podsBehind(service: string): Promise<readonly string[]> {
  const query = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    labelSelector: `kubernetes.io/service-name=${service}`,
  };
  const slices = await own.cluster.list(query, deadline());
  return slices
    .flatMap((slice) => valueAt(slice, 'endpoints') ?? [])
    .map((endpoint) => stringAt(endpoint, 'targetRef', 'name') ?? '');
}

async function scale(name: string, replicas: number): Promise<void> {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const change = { op: 'replace', path: '/spec/replicas', value: replicas } as const;
  await own.cluster.patch(reference, [change], { signal: deadline() });
  await eventually(
    async () => numberAt(await own.read('apps/v1', 'Deployment', name), 'status', 'readyReplicas'),
    (ready) => (ready ?? 0) === replicas,
    60_000,
  );
}

/** The ReplicaSets that belong to a Deployment, each with the number of its pods. */
async function replicaSetsOf(name: string): Promise<readonly unknown[]> {
  const uid = (await own.read('apps/v1', 'Deployment', name))?.metadata.uid;
  const sets = await own.cluster.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' }, deadline());
  return sets
    .filter(({ metadata }) => stringAt(metadata, 'ownerReferences', 0, 'uid') === uid)
    .map((set) => [set.metadata.name, numberAt(set, 'status', 'replicas')]);
}

describe('canary-traffic replicas', () => {
  test('makes a canary of no pods, which the Service selects as soon as there are some', async () => {
    await own.deployed('shop', application({ name: 'shop', tag: 'v1', replicas: 2 }));
    const stable = await own.read('apps/v1', 'Deployment', 'shop');
    const sets = await replicaSetsOf('shop');
    const next = application({ name: 'shop', tag: 'v2', replicas: 2 });
    const run = await own.deploy('shop', next, canary);
    expectVerdict(run, 'deployed');
    expect(run.outputs.reason).toMatch(
      /^canary shop-canary is there with 0 pods beside shop; Service/,
    );
    expect(JSON.parse(run.outputs.canary ?? '')).toEqual({ workload: 'shop-canary', service: '' });
    expect(await own.read('v1', 'Service', 'shop-canary')).toBeUndefined();
    const made = await own.read('apps/v1', 'Deployment', 'shop-canary');
    expect([numberAt(made, 'spec', 'replicas'), await own.imageOf('shop-canary')]).toEqual([
      0,
      sampleImage('v2'),
    ]);
    const [, record] = await own.records('shop');
    expect(record).toMatchObject({
      outcome: 'canary',
      canary: { traffic: 'replicas', service: '' },
    });

    await scale('shop-canary', 1);
    const behind = await eventually(
      () => podsBehind('shop'),
      (pods) => pods.length === 3,
      30_000,
    );
    expect(behind.filter((pod) => pod.startsWith('shop-canary-'))).toHaveLength(1);

    // The stable Deployment goes on with its own pods and takes none of the canary's for its own.
    await scale('shop', 3);
    await scale('shop', 2);
    expect(await replicaSetsOf('shop')).toEqual(sets);
    expect(await replicaSetsOf('shop-canary')).toEqual([
      [expect.stringMatching(/^shop-canary-/), 1],
    ]);
    const after = await own.read('apps/v1', 'Deployment', 'shop');
    expect(valueAt(after, 'spec', 'template')).toEqual(valueAt(stable, 'spec', 'template'));
    expect(numberAt(after, 'status', 'replicas')).toBe(2);

    const before = await own.versions();
    const again = await own.deploy('shop', next, canary);
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
    expect(await own.versions()).toEqual(before);

    const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop-canary' };
    await own.cluster.delete(reference, { signal: deadline() });
    await eventually(
      () => podsBehind('shop'),
      (pods) => pods.length === 2 && pods.every((pod) => !pod.includes('canary')),
      30_000,
    );
    expect(await replicaSetsOf('shop')).toEqual(sets);
  });

  test('keeps the labels apart where the Deployment selects by one of its own', async () => {
    const labels = { app: 'apart', track: 'stable' };
    const release = (tag: string) => labelled('apart', tag, { labels, selector: labels });
    await own.deployed('apart', release('v1'));
    expectVerdict(await own.deploy('apart', release('v2'), canary), 'deployed');
    const made = await own.read('apps/v1', 'Deployment', 'apart-canary');
    expect(objectAt(made, 'spec', 'template', 'metadata', 'labels')).toEqual({
      app: 'apart',
      track: 'stable-canary',
      'kube-delivery.dev/track': 'canary',
    });
    expect(objectAt(made, 'spec', 'selector', 'matchLabels')).not.toHaveProperty('app');
  });

  test('warns where an autoscaler would count the canary as its own', async () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'auto' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'auto' },
        maxReplicas: 2,
      },
    };
    const release = (tag: string) => [...application({ name: 'auto', tag }), autoscaler];
    await own.deployed('auto', release('v1'));
    const run = await own.deploy('auto', release('v2'), canary);
    expectVerdict(run, 'deployed');
    expect(run.stdout).toMatch(/::warning::Deployment auto selects by nothing but .* autoscaler/);
  });

  test('is refused where the Service would not select the pods of the release', async () => {
    const selector = { app: 'moved' };
    const service = { selector: { side: 'a' } };
    const release = (labels: Labels) => labelled('moved', 'v1', { labels, selector, service });
    await own.deployed('moved', release({ ...selector, side: 'a' }));
    const run = await own.deploy('moved', release({ ...selector, side: 'b' }), canary);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(
      /Service moved .*not those of this release, whose labels differ/,
    );
    expect(await own.read('apps/v1', 'Deployment', 'moved-canary')).toBeUndefined();
  });
});
