import { describe, expect, test } from '@jest/globals';
import { inPhases, phaseOf } from '../../src/manifests/order.ts';

describe('phaseOf', () => {
  test.each([
    ['v1', 'Namespace', 'namespaces'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'definitions'],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'configuration'],
    ['v1', 'Secret', 'configuration'],
    ['v1', 'PersistentVolumeClaim', 'configuration'],
    ['v1', 'Service', 'services'],
    ['serving.example.com/v1', 'Service', 'workloads'],
    ['apps/v1', 'StatefulSet', 'workloads'],
    ['batch/v1', 'CronJob', 'workloads'],
    ['example.com/v1', 'Widget', 'workloads'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'scaling'],
    ['policy/v1', 'PodDisruptionBudget', 'scaling'],
    ['networking.k8s.io/v1', 'Ingress', 'routes'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'routes'],
  ])('%s %s is of the %s', (apiVersion, kind, phase) => {
    expect(phaseOf({ apiVersion, kind })).toBe(phase);
  });
});

test('inPhases keeps the order inside a phase and leaves out empty phases', () => {
  const kinds = ['Pod', 'Service', 'ConfigMap', 'Secret'].map((kind) => ({
    apiVersion: 'v1',
    kind,
  }));
  expect(
    inPhases(kinds, (kind) => kind).map(({ phase, items }) => [
      phase,
      items.map(({ kind }) => kind),
    ]),
  ).toEqual([
    ['configuration', ['ConfigMap', 'Secret']],
    ['services', ['Service']],
    ['workloads', ['Pod']],
  ]);
});
