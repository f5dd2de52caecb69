import { expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { TargetPod } from '@kube-delivery/shared/target/target-pods';
import { changed, payload } from '../../../../../shared/test/cluster/payloads.ts';
import { whyNodeNotReady, whyNotReady } from '../../../src/functions/checks/target-readiness.ts';

const set = payload('statefulSets', 'part');

function pod(name: string, ready: boolean): TargetPod {
  return { object: payload('pods', 'part-0'), name, namespace: 'shop', ready, port: undefined };
}

const both = [pod('part-0', true), pod('part-1', true)];

test('a workload is ready when its controller says so and all its pods are', () => {
  expect(whyNotReady(set, both)).toBe('');
});

test('of a Service only the pods count, not whether it has an address outside', () => {
  expect(whyNotReady(payload('services', 'lb'), both)).toBe('');
});

test.each([
  [
    'a pod is not ready',
    set,
    [pod('part-0', true), pod('part-1', false)],
    'pod part-1 is not ready',
  ],
  ['no pod is', set, [pod('a', false), pod('b', false)], 'pods a, b are not ready'],
  ['a pod is missing', set, [pod('part-0', true)], 'StatefulSet part has 1 of 2 pods'],
  ['all are missing', set, [], 'StatefulSet part has 0 of 2 pods'],
  ['none is wanted', changed(set, { spec: { replicas: 0 } }), [], 'StatefulSet part wants no pod'],
  [
    'the controller has not seen its last change',
    changed(set, { metadata: { generation: 99 } }),
    both,
    'StatefulSet part: its controller has not seen the last change yet',
  ],
  ['a Service has no pods', payload('services', 'lb'), [], 'no pod stands behind Service lb'],
])('%s', (_, object, pods, reason) => {
  expect(whyNotReady(object, pods)).toBe(reason);
});

function node(status: string, unschedulable: boolean): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'worker-1' },
    spec: unschedulable ? { unschedulable } : {},
    status: { conditions: [{ type: 'Ready', status, reason: 'KubeletReady', message: '' }] },
  };
}

test.each([
  [node('True', false), ''],
  [node('True', true), 'node worker-1 is cordoned'],
  [node('Unknown', false), 'node worker-1 is not ready'],
])('a node: %#', (object, reason) => {
  expect(whyNodeNotReady(object)).toBe(reason);
});
