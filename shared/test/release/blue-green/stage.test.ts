import { expect, test } from '@jest/globals';
import { stageOf } from '../../../src/release/blue-green/stage.ts';
import type { Stage } from '../../../src/release/blue-green/stage.ts';

test.each<readonly [string, string, Stage]>([
  ['v1', 'Namespace', 'before'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'before'],
  ['v1', 'ConfigMap', 'before'],
  ['rbac.authorization.k8s.io/v1', 'Role', 'before'],
  ['v1', 'PersistentVolumeClaim', 'before'],
  ['v1', 'Service', 'before'],
  ['batch/v1', 'Job', 'before'],
  ['cert-manager.io/v1', 'Certificate', 'before'],
  ['apps/v1', 'Deployment', 'after'],
  ['apps/v1', 'StatefulSet', 'after'],
  ['batch/v1', 'CronJob', 'after'],
  ['v1', 'Pod', 'after'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler', 'after'],
  ['policy/v1', 'PodDisruptionBudget', 'after'],
  ['networking.k8s.io/v1', 'Ingress', 'after'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'after'],
])('%s %s: %s', (apiVersion, kind, stage) => {
  expect(stageOf({ apiVersion, kind })).toBe(stage);
});
