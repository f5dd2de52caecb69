import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../shared/src/json/json.ts';
import { objectAt, valueAt } from '../../shared/src/json/json.ts';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { configMap } from './support/manifest-folder.ts';
import { throughFaults } from './support/through-faults.ts';

let own: ColourNamespace;

const quick = { strategy: 'blue-green', settle: '0', soak: '0', 'scale-down-delay': '5m' };

beforeAll(async () => {
  own = await colourNamespace('blue-green-objects');
});

afterEach(async () => {
  await own.endTest();
});

afterAll(async () => {
  await own.close();
});

function service(name: string, selector: JsonObject, ports: readonly JsonObject[]): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports } };
}

const http = { name: 'http', port: 80, targetPort: 'http' };

describe('what belongs to a colour', () => {
  test('changes with the configuration, of which the pods that serve keep theirs', async () => {
    const release = (colour: string): readonly object[] => [
      ...own.app('config', 'v1', 'config-settings'),
      configMap('config-settings', { PODINFO_UI_COLOR: colour }),
    ];
    const settings = async (name: string) =>
      valueAt(await own.read('v1', 'ConfigMap', name), 'data', 'PODINFO_UI_COLOR');
    expectVerdict(await own.deploy('config', release('#111111'), quick), 'deployed');
    expectVerdict(await own.deploy('config', release('#222222'), quick), 'deployed');
    expect(await own.selectorOf('config')).toEqual({ app: 'config-green' });
    expect(await settings('config-settings')).toBe('#111111');
    expect(await settings('config-settings-green')).toBe('#222222');
    expectVerdict(await own.deploy('config', release('#222222'), quick), 'unchanged');
    expectVerdict(await own.deploy('config', release('#333333'), quick), 'deployed');
    expect(await own.selectorOf('config')).toEqual({ app: 'config' });
    expect(await settings('config-settings')).toBe('#333333');
    expect(await settings('config-settings-green')).toBe('#222222');
  });

  test('and is named after its content is deleted once no pods run with it', async () => {
    const release = (colour: string): readonly object[] => [
      ...own.app('hashed', 'v1', `hashed-${colour}`),
      configMap(`hashed-${colour}`, { PODINFO_UI_COLOR: `#${colour}` }),
    ];
    const present = async () => {
      const query = { apiVersion: 'v1', kind: 'ConfigMap' };
      const all = await own.cluster.list(query, deadline());
      return all
        .map(({ metadata }) => metadata.name)
        .filter((name) => name.startsWith('hashed-'))
        .sort();
    };
    const prune = { ...quick, prune: 'true' };
    expectVerdict(await own.deploy('hashed', release('111111'), prune), 'deployed');
    expectVerdict(await own.deploy('hashed', release('222222'), prune), 'deployed');
    expect(await own.selectorOf('hashed')).toEqual({ app: 'hashed-green' });
    expect(await present()).toEqual(['hashed-111111', 'hashed-222222-green']);
    expectVerdict(await own.deploy('hashed', release('222222'), prune), 'unchanged');
    expectVerdict(await own.deploy('hashed', release('333333'), prune), 'deployed');
    expect(await own.selectorOf('hashed')).toEqual({ app: 'hashed' });
    expect(await present()).toEqual(['hashed-222222-green', 'hashed-333333']);
    expectVerdict(await own.deploy('hashed', release('444444'), prune), 'deployed');
    expect(await own.selectorOf('hashed')).toEqual({ app: 'hashed-green' });
    expect(await present()).toEqual(['hashed-333333', 'hashed-444444-green']);
  });

  test('has an autoscaler of its own, and as many pods as the colour that serves', async () => {
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: {
        minReplicas: 1,
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    };
    const release = (tag: string): readonly object[] => [...own.app('scaled', tag), scaler];
    await own.deploy('scaled', release('v1'), quick);
    const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' };
    const three = { op: 'replace', path: '/spec/replicas', value: 3 } as const;
    await own.cluster.patch(reference, [three], { signal: deadline() });
    await eventually(
      () => own.podsBehind('scaled'),
      (pods) => pods.length === 3,
      60_000,
    );
    const now = { ...quick, 'scale-down-delay': '0' };
    expectVerdict(await own.deploy('scaled', release('v2'), now), 'deployed');
    expect([await own.replicasOf('scaled'), await own.replicasOf('scaled-green')]).toEqual([0, 3]);
    const green = await own.read('autoscaling/v2', 'HorizontalPodAutoscaler', 'scaled-green');
    expect(valueAt(green, 'spec', 'scaleTargetRef', 'name')).toBe('scaled-green');
    expectVerdict(await own.deploy('scaled', release('v2'), now), 'unchanged');
    expectVerdict(await own.deploy('scaled', release('v1'), now), 'deployed');
    expect([await own.replicasOf('scaled'), await own.replicasOf('scaled-green')]).toEqual([3, 0]);
  });

  test('is what all Services of the pods go to, with the ports that the release has', async () => {
    const [web, front, route] = own.app('many', 'v1');
    const inside = (port: JsonObject) => service('many-inside', { app: 'many' }, [port]);
    const v1 = [web, front, route, inside(http)] as readonly object[];
    const [next] = own.app('many', 'v2');
    const metrics = { ...http, name: 'metrics', port: 9797 };
    const v2 = [next, front, route, inside(metrics)] as readonly object[];
    const outside = service('many-outside', { app: 'many' }, [http]) as KubeObject;
    await own.cluster.create(outside, { signal: deadline() });
    const unnamed = await own.deploy('many', v1, quick);
    expectVerdict(unnamed, 'failed');
    expect(unnamed.outputs.reason).toMatch(
      /several Services lead to the pods of Deployment many \(many, many-inside, many-outside\)/,
    );
    const named = { ...quick, service: 'many' };
    expectVerdict(await own.deploy('many', v1, named), 'deployed');
    expectVerdict(await own.deploy('many', v2, named), 'deployed');
    const specs = await Promise.all(
      ['many', 'many-inside', 'many-outside'].map((name) => own.read('v1', 'Service', name)),
    );
    expect(specs.map((each) => objectAt(each, 'spec').selector)).toEqual(
      specs.map(() => ({ app: 'many-green' })),
    );
    expect(valueAt(specs[1], 'spec', 'ports')).toMatchObject([{ name: 'metrics', port: 9797 }]);
    expect(valueAt(specs[1], 'spec', 'ports')).toHaveLength(1);
    expectVerdict(await own.deploy('many', v2, quick), 'unchanged');
  });

  test('stays where no pod changes', async () => {
    await own.bring('still', 'v1');
    await own.bring('still', 'v2');
    const more = [...own.app('still', 'v2'), configMap('still-notes', { a: 'b' })];
    const run = await own.deploy('still', more, quick);
    expectVerdict(run, 'deployed');
    expect(run.outputs.reason).toMatch(/no pods behind Service still change, so nothing was/);
    expect(run.outputs.changes).toMatch(/"created":1,"updated":0/);
    expect(await own.selectorOf('still')).toEqual({ app: 'still-green' });
    const [, second, third] = await own.records('still');
    expect(third?.blueGreen?.scaleDownAt).toBe(second?.blueGreen?.scaleDownAt);
  });
});

test('settles once the CPU of its pods is steady, where that is measured', async () => {
  await own.bring('warm', 'v1');
  const measured = [100, 900, 900, 890];
  let at = 0;
  const json = (body: object) => ({
    kind: 'answer' as const,
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const run = await throughFaults(own, ({ deploy, proxy }) => {
    // No metrics server runs here, so that the proxy answers as one.
    proxy.spoil((asked) => {
      // Without aggregated discovery each group is asked about by itself.
      if (/^GET \/apis?$/.test(asked)) return json({});
      if (!asked.startsWith('GET /apis/metrics.k8s.io/v1beta1')) return undefined;
      const groupVersion = 'metrics.k8s.io/v1beta1';
      const resource = { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['list'] };
      if (!asked.includes('/namespaces/')) return json({ groupVersion, resources: [resource] });
      const usage = { cpu: `${measured[Math.min(at, measured.length - 1)] ?? 0}m` };
      const containers = [{ name: 'podinfo', usage }];
      at += 1;
      const timestamp = `2026-01-01T00:00:0${at}Z`;
      return json({ items: [{ metadata: { name: 'warm-green-x' }, timestamp, containers }] });
    });
    return deploy('warm', own.app('warm', 'v2'), { ...quick, settle: '1s' });
  });
  expectVerdict(run, 'deployed');
  expect(run.stdout).toMatch(/warm-green .*is not steady: its CPU went from 100m to 900m/);
  expect(at).toBe(4);
});

describe('is refused before any write', () => {
  test('without a Service', async () => {
    const [web] = own.app('bare', 'v1');
    const before = await own.versions();
    const run = await own.deploy('bare', [web] as readonly object[], quick);
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(/no Service selects the pods of Deployment bare/);
    expect(await own.versions()).toEqual(before);
    expect(await own.records('bare')).toEqual([]);
  });

  test('where something else is called like the other colour', async () => {
    await own.bring('taken', 'v1');
    const [, foreign] = own.app('taken-preview', 'v1');
    if (foreign === undefined) throw new Error('the app has a Service');
    await own.cluster.create(foreign, { signal: deadline() });
    const before = await own.versions();
    const run = await own.bring('taken', 'v2');
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(
      /Service taken-preview in namespace .* exists and was not made/,
    );
    expect(await own.versions()).toEqual(before);
  });

  test('where the Service leads to other pods', async () => {
    await own.bring('astray', 'v1');
    const reference = { apiVersion: 'v1', kind: 'Service', name: 'astray' };
    const elsewhere = { op: 'replace', path: '/spec/selector', value: { app: 'other' } } as const;
    await own.cluster.patch(reference, [elsewhere], { signal: deadline() });
    const before = await own.versions();
    const run = await own.bring('astray', 'v2');
    expectVerdict(run, 'failed');
    expect(run.outputs.reason).toMatch(
      /Service astray selects app=other, and Deployment astray has/,
    );
    expect(await own.versions()).toEqual(before);
  });
});
