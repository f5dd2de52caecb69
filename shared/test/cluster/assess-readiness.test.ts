import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessReadiness, hasReadiness } from '../../src/cluster/assess-readiness.ts';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { changed, payload, payloads } from './payloads.ts';

const quota = payload('deployments', 'quota');
const up = payload('deployments', 'up');
const part = payload('statefulSets', 'part');
const daemons = payload('daemonSets', 'ds');
const failedJob = payload('jobs', 'job');
const claim = payload('claims', 'claim');
const gateway = payload('gateways', 'envoy');
const budget = payload('budgets', 'pdb');
const autoscaler = payload('autoscalers', 'hpa');
const balancer = payload('services', 'lb');
const definition = payload('crds', 'backendtlspolicies');

const condition = (type: string, status: string, reason = 'Because', more: JsonObject = {}) => ({
  conditions: [{ type, status, reason, message: 'so it is', ...more }],
});
const custom = (status?: JsonObject, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', generation: 2, ...metadata },
  ...(status === undefined ? {} : { status }),
});
const whole = { replicas: 4, updatedReplicas: 4, availableReplicas: 4, readyReplicas: 4 };

describe('ready', () => {
  test.each<[string, KubeObject]>([
    ['Deployment with all pods', changed(quota, { status: whole })],
    [
      'Deployment of no pods',
      changed(up, { spec: { replicas: 0 }, status: { replicas: 0, updatedReplicas: 0 } }),
    ],
    ['StatefulSet updated from its partition on', part],
    [
      'StatefulSet with OnDelete and old pods',
      changed(part, {
        spec: { updateStrategy: { type: 'OnDelete' } },
        status: { updatedReplicas: 0 },
      }),
    ],
    ['DaemonSet', daemons],
    [
      'DaemonSet with OnDelete and old pods',
      changed(daemons, {
        spec: { updateStrategy: { type: 'OnDelete' } },
        status: { updatedNumberScheduled: 0 },
      }),
    ],
    ['complete Job', changed(failedJob, { status: condition('Complete', 'True') })],
    ['suspended Job', changed(failedJob, { spec: { suspend: true }, status: { conditions: [] } })],
    ['CronJob', { ...custom(), apiVersion: 'batch/v1', kind: 'CronJob' }],
    ['Pod', payload('pods', 'part-0')],
    [
      'Pod that succeeded',
      changed(payload('pods', 'part-0'), { status: { phase: 'Succeeded', conditions: [] } }),
    ],
    ['bound claim', changed(claim, { status: { phase: 'Bound' } })],
    ['plain Service', changed(balancer, { spec: { type: 'ClusterIP' } })],
    [
      'Service with an address',
      changed(balancer, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } }),
    ],
    ['established CRD', definition],
    ['available APIService', payloads('apiServices')[0] ?? custom()],
    ['HTTPRoute', payload('routes', 'good')],
    ['Gateway', gateway],
    ['PodDisruptionBudget', budget],
    ['HorizontalPodAutoscaler whose metrics are still missing', autoscaler],
    ['ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }],
    ['custom object without a status', custom()],
    [
      'custom object that is Ready',
      custom({ observedGeneration: 2, ...condition('Ready', 'True') }),
    ],
    ['custom object that is Available', custom(condition('Available', 'True'))],
  ])('%s', (_, object) => {
    expect(assessReadiness(object)).toEqual({ state: 'ready' });
  });
});

describe('progressing', () => {
  test.each<[string, KubeObject, RegExp]>([
    ['Deployment', up, /^1 old pod is still there$/],
    ['Deployment that lacks pods', quota, /^2 of 4 pods are updated$/],
    ['paused Deployment', changed(quota, { spec: { paused: true } }), /; it is paused$/],
    [
      'Deployment with unavailable pods',
      changed(quota, { status: { ...whole, availableReplicas: 1 } }),
      /^1 of 4 pods are available$/,
    ],
    [
      'Deployment whose status is of before',
      changed(quota, { metadata: { generation: 2 }, status: whole }),
      /has not seen the last change/,
    ],
    [
      'Deployment without a status',
      changed(quota, { status: { observedGeneration: null } }),
      /has not seen/,
    ],
    [
      'StatefulSet below its partition',
      changed(part, { status: { updatedReplicas: 0 } }),
      /^0 of 1 pods are updated \(the first 1 stay\)$/,
    ],
    [
      'StatefulSet',
      changed(part, { status: { availableReplicas: 1 } }),
      /^1 of 2 pods are available$/,
    ],
    [
      'DaemonSet',
      changed(daemons, { status: { numberAvailable: 0 } }),
      /^0 of 1 pods are available$/,
    ],
    [
      'Job',
      changed(failedJob, { status: { conditions: [] } }),
      /^0 of 1 completions, 1 failed pods$/,
    ],
    ['Pod', payload('pods', 'pull'), /^is pending, not ready: ContainersNotReady: /],
    ['claim', claim, /^is not bound/],
    ['Service', balancer, /^its load balancer has no address yet$/],
    ['HTTPRoute', payload('routes', 'bad'), /service "missing" is invalid/],
    ['Gateway of before', changed(gateway, { metadata: { generation: 2 } }), /has not seen/],
    ['CRD', changed(definition, { status: { conditions: [] } }), /^is not Established yet$/],
    [
      'PodDisruptionBudget',
      changed(budget, { status: { currentHealthy: 0 } }),
      /^0 of 1 protected pods/,
    ],
    [
      'HorizontalPodAutoscaler',
      changed(autoscaler, { status: condition('AbleToScale', 'False', 'FailedGetScale') }),
      /^cannot scale: FailedGetScale/,
    ],
    ['custom object', custom(condition('Ready', 'False')), /^is not Ready: Because: so it is$/],
    [
      'custom object whose condition is of before',
      custom(condition('Ready', 'True', 'Because', { observedGeneration: 1 })),
      /has not seen/,
    ],
    ['custom object whose status is of before', custom({ observedGeneration: 1 }), /has not seen/],
    [
      'object that is being deleted',
      custom(undefined, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
      /deleted/,
    ],
  ])('%s', (_, object, message) => {
    expect(assessReadiness(object)).toEqual({
      state: 'progressing',
      message: expect.stringMatching(message),
    });
  });
});

describe('failed', () => {
  test.each<[string, KubeObject, RegExp]>([
    ['Deployment', payload('deployments', 'pull'), /^ProgressDeadlineExceeded: ReplicaSet "pull-/],
    ['Job', failedJob, /^BackoffLimitExceeded: Job has reached the specified backoff limit$/],
    ['Pod', payload('pods', 'job'), /failed/],
    ['claim', changed(claim, { status: { phase: 'Lost' } }), /lost/],
    [
      'CRD',
      changed(definition, { status: condition('NamesAccepted', 'False', 'Conflict') }),
      /^Conflict/,
    ],
    ['custom object', custom(condition('Stalled', 'True')), /^Because: so it is$/],
  ])('%s', (_, object, message) => {
    expect(assessReadiness(object)).toEqual({
      state: 'failed',
      message: expect.stringMatching(message),
    });
  });
});

test.each<[boolean, string, string]>([
  [false, 'v1', 'Secret'],
  [false, 'rbac.authorization.k8s.io/v1', 'Role'],
  [true, 'example.com/v1', 'Secret'],
  [true, 'apps/v1', 'Deployment'],
])('%s: whether %s %s has readiness', (expected, apiVersion, kind) => {
  expect(hasReadiness({ apiVersion, kind })).toBe(expected);
});

test('a Deployment is ready only when every pod is available and of the newest template', () => {
  const count = fc.nat({ max: 4 });
  fc.assert(
    fc.property(count, count, count, count, (replicas, total, updated, available) => {
      const status = { replicas: total, updatedReplicas: updated, availableReplicas: available };
      const { state } = assessReadiness(changed(quota, { spec: { replicas }, status }));
      if (state !== 'ready') return;
      expect(updated).toBeGreaterThanOrEqual(replicas);
      expect(total).toBeLessThanOrEqual(updated);
      expect(available).toBeGreaterThanOrEqual(updated);
    }),
  );
});
