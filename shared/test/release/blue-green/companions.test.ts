import { describe, expect, test } from '@jest/globals';
import { objectAt } from '../../../src/json/json.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { colourPods } from '../../../src/release/blue-green/colour-pods.ts';
import { aboutGreen, withGreenScheduling } from '../../../src/release/blue-green/companions.ts';
import { deployment, object, service } from './a-release.ts';

const pods = colourPods(deployment('web', { tier: 'front' }), [service('web', { app: 'web' })]);
const own = { matchLabels: { app: 'web-green', 'kube-delivery.dev/colour': 'green' } };

describe('aboutGreen', () => {
  const deploymentNamed = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });

  test.each<readonly [string, string, JsonObject, JsonObject | undefined]>([
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { maxReplicas: 9, scaleTargetRef: deploymentNamed('web') },
      { maxReplicas: 9, scaleTargetRef: deploymentNamed('web-green') },
    ],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { scaleTargetRef: deploymentNamed('api') },
      undefined,
    ],
    [
      'keda.sh/v1alpha1',
      'ScaledObject',
      { scaleTargetRef: { name: 'web' } },
      { scaleTargetRef: { name: 'web-green' } },
    ],
    [
      'autoscaling.k8s.io/v1',
      'VerticalPodAutoscaler',
      { targetRef: deploymentNamed('web') },
      { targetRef: deploymentNamed('web-green') },
    ],
    [
      'example.com/v1',
      'RoutePolicy',
      { targetRef: { group: '', kind: 'Service', name: 'web' } },
      undefined,
    ],
    [
      'policy/v1',
      'PodDisruptionBudget',
      { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
      { maxUnavailable: 1, selector: own },
    ],
    [
      'policy/v1',
      'PodDisruptionBudget',
      { selector: { matchLabels: { tier: 'front' } } },
      undefined,
    ],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } },
      { podSelector: own },
    ],
    ['networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} }, undefined],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { podSelector: { matchLabels: { app: 'db' } } },
      undefined,
    ],
  ])('%s %s %j', (apiVersion, kind, spec, green) => {
    const made = aboutGreen(object(apiVersion, kind, 'x', { spec }), pods, 'web-green');
    expect(made?.spec).toEqual(green);
  });

  test('is of one namespace', () => {
    const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'x', {
      spec: { scaleTargetRef: deploymentNamed('web') },
    });
    const elsewhere = { ...scaler, metadata: { name: 'x', namespace: 'other' } };
    expect(aboutGreen(elsewhere, pods, 'web-green')).toBeUndefined();
  });
});

test('scheduling rules of green count its own pods, and those of others as before', () => {
  const rule = (labels: JsonObject) => ({
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: labels },
  });
  const template = {
    metadata: { labels: {} },
    spec: {
      containers: [],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [rule({ app: 'web' })],
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, podAffinityTerm: rule({ app: 'web', tier: 'front' }) },
          ],
        },
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [rule({ app: 'cache' })],
        },
      },
      topologySpreadConstraints: [{ maxSkew: 1, ...rule({ app: 'web' }) }],
    },
  };
  expect(objectAt(withGreenScheduling(template, pods.labels), 'spec')).toEqual({
    containers: [],
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [rule({ app: 'web-green' })],
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: rule({ app: 'web-green', tier: 'front' }) },
        ],
      },
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [rule({ app: 'cache' })] },
    },
    topologySpreadConstraints: [{ maxSkew: 1, ...rule({ app: 'web-green' }) }],
  });
  const bare = { spec: { containers: [] } };
  expect(withGreenScheduling(bare, pods.labels)).toBe(bare);
});
