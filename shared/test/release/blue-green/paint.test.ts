import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { objectAt, valueAt } from '../../../src/json/json.ts';
import { partOfLabel } from '../../../src/release/apply-set/apply-set-id.ts';
import { paint } from '../../../src/release/blue-green/paint.ts';
import type { Canvas, Painting } from '../../../src/release/blue-green/paint.ts';
import type { Colour } from '../../../src/release/blue-green/colour.ts';
import { podLabelsOf, selects } from '../../../src/release/twin/service-selector.ts';
import { deployment, object, pair, service } from './a-release.ts';

const label = 'kube-delivery.dev/colour';
const web = deployment('web', { tier: 'front' });
const front = service('web', { app: 'web' });

function painted(
  objects: readonly KubeObject[],
  colour: Colour = 'green',
  fields: Partial<Canvas> = {},
): Painting {
  const canvas = { release: 'shop', pair, objects, services: [], replicas: undefined, ...fields };
  const painting = paint(canvas, colour);
  if (painting === undefined) throw new Error('the release has no Deployment web');
  return painting;
}

function find({ objects }: Painting, kind: string, name: string): KubeObject | undefined {
  return objects
    .map((each) => each.object)
    .find((each) => each.kind === kind && each.metadata.name === name);
}

function shown({ objects }: Painting): readonly string[] {
  return objects.map(({ object: each, stage }) => `${stage}: ${each.kind} ${each.metadata.name}`);
}

const config = {
  env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a' } } }],
};
const settings = object('v1', 'ConfigMap', 'settings', { data: { a: '1' } });
const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
});
const budget = object('policy/v1', 'PodDisruptionBudget', 'web', {
  spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
});
const release = [
  object('v1', 'ServiceAccount', 'web'),
  settings,
  object('v1', 'ConfigMap', 'unused'),
  front,
  service('other', { app: 'other' }),
  deployment(
    'web',
    { tier: 'front' },
    { containers: [{ name: 'app', image: 'app:2', ...config }] },
  ),
  deployment('worker', {}),
  object('batch/v1', 'Job', 'prepare'),
  scaler,
  budget,
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web'),
];

describe('paint', () => {
  test('in blue is what was declared, with the preview Service', () => {
    const painting = painted(release, 'blue');
    expect(shown(painting)).toEqual([
      'before: ServiceAccount web',
      'colour: ConfigMap settings',
      'before: ConfigMap unused',
      'switch: Service web',
      'before: Service other',
      'colour: Deployment web',
      'after: Deployment worker',
      'before: Job prepare',
      'colour: HorizontalPodAutoscaler web',
      'colour: PodDisruptionBudget web',
      'after: HTTPRoute web',
      'preview: Service web-preview',
    ]);
    const objects = painting.objects.map((each) => each.object);
    expect(objects.slice(0, -1)).toEqual(release);
  });

  test('in green has its own of what belongs to the Deployment alone', () => {
    expect(shown(painted(release))).toEqual([
      'before: ServiceAccount web',
      'colour: ConfigMap settings-green',
      'before: ConfigMap unused',
      'switch: Service web',
      'before: Service other',
      'colour: Deployment web-green',
      'after: Deployment worker',
      'before: Job prepare',
      'colour: HorizontalPodAutoscaler web-green',
      'colour: PodDisruptionBudget web-green',
      'after: HTTPRoute web',
      'preview: Service web-preview',
    ]);
    const painting = painted(release);
    expect(find(painting, 'Deployment', 'web-green')).toMatchObject({
      metadata: {
        name: 'web-green',
        namespace: 'shop',
        annotations: { 'kube-delivery.dev/release': 'shop', 'kube-delivery.dev/colour-of': 'web' },
      },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web-green', [label]: 'green' } },
        template: {
          metadata: { labels: { app: 'web-green', tier: 'front', [label]: 'green' } },
          spec: {
            containers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'settings-green' } } }] }],
          },
        },
      },
    });
    expect(find(painting, 'ConfigMap', 'settings-green')?.data).toEqual({ a: '1' });
    const autoscaler = find(painting, 'HorizontalPodAutoscaler', 'web-green');
    expect(valueAt(autoscaler, 'spec', 'scaleTargetRef', 'name')).toBe('web-green');
    expect(find(painting, 'PodDisruptionBudget', 'web-green')?.spec).toEqual({
      minAvailable: 1,
      selector: { matchLabels: { app: 'web-green', [label]: 'green' } },
    });
    expect(find(painting, 'Service', 'web')?.spec).toMatchObject({
      selector: { app: 'web-green' },
    });
    expect(find(painting, 'Service', 'web-preview')?.spec).toEqual({
      type: 'ClusterIP',
      ports: [{ name: 'http', port: 80 }],
      selector: { app: 'web-green' },
    });
  });

  test('leaves configuration that other pods share to the end, while blue may run with it', () => {
    const envFrom = [{ configMapRef: { name: 'settings' } }];
    const worker = deployment('worker', {}, { containers: [{ name: 'app', envFrom }] });
    const both = deployment('web', {}, { containers: [{ name: 'app', envFrom }] });
    const objects = [settings, front, both, worker];
    expect(shown(painted(objects)).filter((each) => each.includes('ConfigMap'))).toEqual([
      'colour: ConfigMap settings-green',
      'after: ConfigMap settings',
    ]);
    expect(shown(painted(objects, 'blue')).filter((each) => each.includes('ConfigMap'))).toEqual([
      'colour: ConfigMap settings',
    ]);
  });

  test('lets every Service go along that leads to the pods, also those that it does not declare', () => {
    const running = [front, service('inside', { tier: 'front' }), service('db', { app: 'db' })];
    const green = painted([front, web], 'green', { services: running });
    expect(green.services).toEqual([
      { name: 'web', selector: { app: 'web-green' } },
      { name: 'inside', selector: { tier: 'front-green' } },
    ]);
    const moved = [front, service('inside', { tier: 'front-green' })];
    const back = painted([front, web], 'blue', { services: moved });
    expect(back.services).toEqual([
      { name: 'web', selector: { app: 'web' } },
      { name: 'inside', selector: { tier: 'front' } },
    ]);
  });

  test('gives green a selector that more Services do not change, as it can never be changed', () => {
    const alone = painted([front, web]);
    const more = painted([front, web, service('tiers', { tier: 'front' })]);
    expect(more.selector).toEqual(alone.selector);
    const labels = find(more, 'Deployment', 'web-green');
    expect(labels && podLabelsOf(labels)).toMatchObject({ tier: 'front-green' });
  });

  test('names a Service that leads to what green will carry', () => {
    const sniffer = service('sniffer', { app: 'web-green' });
    expect(painted([front, web, sniffer]).intruders).toEqual(['sniffer']);
    expect(painted([front, web]).intruders).toEqual([]);
  });

  test('makes no member of the release out of what nobody declared', () => {
    const labels = { [partOfLabel]: 'applyset-x', team: 'a' };
    const members = [front, web].map((each) => {
      return { ...each, metadata: { ...each.metadata, labels } };
    });
    const painting = painted(members);
    expect(find(painting, 'Service', 'web')?.metadata.labels).toEqual(labels);
    for (const [kind, name] of [
      ['Deployment', 'web-green'],
      ['Service', 'web-preview'],
    ] as const) {
      expect(find(painting, kind, name)?.metadata.labels).toEqual({ team: 'a' });
    }
  });

  test('gives the Deployment the replicas that it is told', () => {
    for (const [colour, name] of [
      ['blue', 'web'],
      ['green', 'web-green'],
    ] as const) {
      const painting = painted([front, web], colour, { replicas: 7 });
      expect(valueAt(find(painting, 'Deployment', name), 'spec', 'replicas')).toBe(7);
    }
  });

  test('is nothing without the Deployment', () => {
    const canvas = { release: 'shop', pair, services: [], replicas: undefined };
    expect(paint({ ...canvas, objects: [front] }, 'green')).toBeUndefined();
  });

  const key = fc.constantFrom('app', 'tier', 'version');
  const value = fc.stringMatching(/^[a-z]([a-z-]{0,61}[a-z])?$/);
  const labels = fc.dictionary(key, value);

  test('no Service that leads to one colour leads to the other', () => {
    fc.assert(
      fc.property(labels, fc.array(labels), (pod, selectors) => {
        const services = selectors.map((each, index) => service(`s${index}`, each));
        const objects = [front, deployment('web', { ...pod, app: 'web' }), ...services];
        const [blue, green] = (['blue', 'green'] as const).map((colour) => {
          const painting = painted(objects, colour);
          const workload = find(painting, 'Deployment', colour === 'blue' ? 'web' : 'web-green');
          return { painting, pods: workload ? podLabelsOf(workload) : {} };
        });
        if (blue === undefined || green === undefined) throw new Error('two were painted');
        for (const { name } of blue.painting.services) {
          const inBlue = find(blue.painting, 'Service', name) ?? front;
          const inGreen = find(green.painting, 'Service', name) ?? front;
          expect([selects(inBlue, blue.pods), selects(inBlue, green.pods)]).toEqual([true, false]);
          expect([selects(inGreen, blue.pods), selects(inGreen, green.pods)]).toEqual([
            false,
            true,
          ]);
        }
        expect(objectAt(green.painting).intruders).toEqual([]);
      }),
    );
  });
});
