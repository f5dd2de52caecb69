import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { planDrain } from '../../src/faults/drain-plan.ts';

function owned(kind: string, controller = true): JsonObject {
  const owner = { apiVersion: 'apps/v1', kind, name: 'web', uid: 'u', controller };
  return { ownerReferences: [owner] };
}

function pod(name: string, metadata: JsonObject, more: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, ...more };
}

const local = { spec: { volumes: [{ name: 'scratch', emptyDir: {} }] } };
const pods = [
  pod('web', owned('ReplicaSet')),
  pod('db', owned('StatefulSet'), { spec: { volumes: [{ name: 'data', configMap: {} }] } }),
  pod('agent', owned('DaemonSet')),
  pod('agent-local', owned('DaemonSet'), local),
  pod('static', { ...owned('Node'), annotations: { 'kubernetes.io/config.mirror': 'abc' } }),
  pod('cache', owned('ReplicaSet'), local),
  pod('done', {}, { status: { phase: 'Succeeded' } }),
  pod('ending', { ...owned('ReplicaSet'), deletionTimestamp: '2026-01-01T00:00:00Z' }),
];

test('pods that controllers replace are evicted, others are left with a reason', () => {
  const { evicted, left, unmanaged } = planDrain(pods, false);
  expect(evicted.map(({ metadata }) => metadata.name)).toEqual(['web', 'db']);
  expect(left.map(({ pod: each, reason }) => [each.metadata.name, reason])).toEqual([
    ['agent', 'belongs to a DaemonSet'],
    ['agent-local', 'belongs to a DaemonSet'],
    ['static', 'is a mirror pod of the kubelet'],
    ['cache', 'has data in an emptyDir; delete_pods_with_local_storage is false'],
    ['done', 'has ended already'],
    ['ending', 'is being deleted already'],
  ]);
  expect(unmanaged).toEqual([]);
});

test('a pod with an emptyDir is evicted where its data may be lost, a DaemonSet never', () => {
  expect(planDrain(pods, true).evicted.map(({ metadata }) => metadata.name)).toEqual([
    'web',
    'db',
    'cache',
  ]);
});

test.each([
  ['no owner', pod('bare', {})],
  ['an owner that is no controller', pod('bare', owned('Thing', false))],
])('a pod with %s is unmanaged', (_, bare) => {
  const plan = planDrain([bare], true);
  expect(plan.unmanaged).toEqual([bare]);
  expect(plan.evicted).toEqual([]);
});
