import { expect, test } from '@jest/globals';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { steadyTime } from '../../../src/cluster/readiness/steady-time.ts';
import type { JsonObject } from '../../../src/json/json.ts';

const probed = { name: 'app', readinessProbe: { tcpSocket: { port: 80 } } };
const unprobed = { name: 'side' };
const workload = (kind: string, containers: readonly JsonObject[], spec = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: { template: { spec: { containers } }, ...spec },
});
const pod = (containers: readonly JsonObject[], phase: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers },
  status: { phase },
});

test.each<[string, KubeObject, number]>([
  ['every container probed', workload('Deployment', [probed]), 0],
  ['one without a probe', workload('StatefulSet', [probed, unprobed]), 5000],
  ['steady by itself already', workload('DaemonSet', [unprobed], { minReadySeconds: 2 }), 3000],
  ['steady for longer', workload('Deployment', [unprobed], { minReadySeconds: 9 }), 0],
  ['a pod that runs', pod([unprobed], 'Running'), 5000],
  ['a probed pod', pod([probed], 'Running'), 0],
  ['a pod that has done its work', pod([unprobed], 'Succeeded'), 0],
  ['a Job, which is judged by its end', workload('Job', [unprobed]), 0],
])('%s', (_, object, milliseconds) => {
  expect(steadyTime(object)).toBe(milliseconds);
});
