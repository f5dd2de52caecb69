import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stringAt, valueAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-canary');
});

afterAll(async () => {
  await own.close();
});

describe('canary', () => {
  async function addressesOf(service: string): Promise<readonly unknown[]> {
    const query = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      labelSelector: `kubernetes.io/service-name=${service}`,
    };
    const slices = await own.cluster.list(query, deadline());
    return slices
      .flatMap((slice) => valueAt(slice, 'endpoints') ?? [])
      .map((endpoint) => stringAt(endpoint, 'targetRef', 'name'));
  }

  test('stands beside the stable pods, gets none of their traffic, and comes once', async () => {
    const app = { name: 'shop', tag: 'v1', replicas: 2, environmentFrom: ['shop-settings'] };
    const settings = (colour: string) => configMap('shop-settings', { PODINFO_UI_COLOR: colour });
    const first = await own.deploy('shop', [...application(app), settings('#111111')], {
      strategy: 'canary',
    });
    expect(first.outputs).toMatchObject({ verdict: 'deployed', canary: '' });
    expect(first.outputs.reason).toMatch(/plain first deploy without canary/);

    const stable = await own.read('apps/v1', 'Deployment', 'shop');
    const service = await own.read('v1', 'Service', 'shop');
    const next = [...application({ ...app, tag: 'v2' }), settings('#222222')];
    const run = await own.deploy('shop', next, { strategy: 'canary', 'canary-replicas': '50%' });
    expect(run.outputs).toMatchObject({ verdict: 'deployed', revision: '2' });
    expect(JSON.parse(run.outputs.canary ?? '')).toEqual({
      workload: 'shop-canary',
      service: 'shop-canary',
    });
    expect(await own.imageOf('shop-canary')).toBe(sampleImage('v2'));
    expect(await own.imageOf('shop')).toBe(sampleImage('v1'));
    const after = await own.read('apps/v1', 'Deployment', 'shop');
    expect(after?.metadata.generation).toBe(stable?.metadata.generation);
    expect((await own.read('v1', 'Service', 'shop'))?.metadata.resourceVersion).toBe(
      service?.metadata.resourceVersion,
    );
    expect(await own.read('v1', 'ConfigMap', 'shop-settings')).toMatchObject({
      data: { PODINFO_UI_COLOR: '#111111' },
    });
    expect(await own.read('v1', 'ConfigMap', 'shop-settings-canary')).toMatchObject({
      data: { PODINFO_UI_COLOR: '#222222' },
    });
    const canary = await eventually(
      () => addressesOf('shop-canary'),
      (all) => all.length === 1,
    );
    const stablePods = await addressesOf('shop');
    expect(stablePods).toHaveLength(2);
    expect(stablePods).not.toContain(canary[0]);

    const before = await own.versions();
    const again = await own.deploy('shop', next, { strategy: 'canary', 'canary-replicas': '50%' });
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
    expect(again.outputs.canary).toBe(run.outputs.canary);
    expect(await own.versions()).toEqual(before);
    const [, record] = await own.records('shop');
    expect(record).toMatchObject({ outcome: 'canary', canary: { workload: 'shop-canary' } });
  });

  test('is removed when it does not become ready', async () => {
    await own.deployed('ill', application({ name: 'ill', tag: 'v1' }));
    const before = await own.imageOf('ill');
    const run = await own.deploy('ill', application({ name: 'ill', tag: 'none' }), {
      strategy: 'canary',
    });
    expect(run.outputs).toMatchObject({ verdict: 'rolled-back', revision: '2', canary: '' });
    expect(run.outputs.reason).toMatch(
      /Deployment ill-canary .*podinfo:none .*cannot be pulled.*canary was removed/,
    );
    expect(await own.read('apps/v1', 'Deployment', 'ill-canary')).toBeUndefined();
    expect(await own.read('v1', 'Service', 'ill-canary')).toBeUndefined();
    expect(await own.imageOf('ill')).toBe(before);
  });
});

test('a bad canary under traffic becomes what it was before', async () => {
  await own.deployed('busy', application({ name: 'busy', tag: 'v1' }));
  const canary = { strategy: 'canary' };
  await own.deploy('busy', application({ name: 'busy', tag: 'v2' }), canary);
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'busy' },
    spec: {
      rules: [
        {
          backendRefs: [
            { name: 'busy', port: 80, weight: 90 },
            { name: 'busy-canary', port: 80, weight: 10 },
          ],
        },
      ],
    },
  };
  await own.cluster.create(route, { signal: deadline() });
  const run = await own.deploy('busy', application({ name: 'busy', tag: 'none' }), canary);
  expect(run.outputs.verdict).toBe('rolled-back');
  expect(run.outputs.reason).toMatch(/HTTPRoute busy still sends requests to the canary/);
  expect(await own.imageOf('busy-canary')).toBe(sampleImage('v2'));
});
