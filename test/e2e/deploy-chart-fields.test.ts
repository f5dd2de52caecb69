import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { numberAt, stringAt } from '../../shared/src/json/json.ts';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { writeAs } from './support/other-manager.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-fields');
});

afterAll(async () => {
  await own.close();
});

const v2 = { inputs: { images: sampleImage('v2') } };

describe('fields of a chart', () => {
  test('that another manager owns are named before anything is written, or taken over', async () => {
    await own.deployed('owned', chartFiles());
    await writeAs('by-hand', {
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/${own.namespace}/deployments/owned`,
      body: {
        spec: {
          template: { spec: { containers: [{ name: 'podinfo', image: sampleImage('v1-other') }] } },
        },
      },
    });
    const run = await own.deploy('owned', chartFiles(), v2);
    expect(run.outputs.verdict).toBe('conflict');
    expect(run.outputs.reason).toMatch(
      /Deployment owned.*\.image belongs to field manager "by-hand"/,
    );
    expect(await own.helmHistory('owned')).toHaveLength(1);

    const forced = await own.deploy('owned', chartFiles(), {
      inputs: { ...v2.inputs, 'force-conflicts': 'true' },
    });
    expect(forced.outputs).toMatchObject({ verdict: 'deployed', revision: '2', reason: '' });
    expect(await own.imageOf('owned')).toBe(sampleImage('v2'));
  });

  test('that drifted are put right', async () => {
    await own.deployed('drifted', chartFiles());
    await own.cluster.patch(
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'drifted' },
      [{ op: 'replace', path: '/spec/replicas', value: 0 }],
      { signal: deadline() },
    );
    const run = await own.deployed('drifted', chartFiles());
    expect(run.outputs).toMatchObject({
      revision: '2',
      changes: '{"created":0,"updated":1,"unchanged":2,"deleted":0}',
    });
    const deployment = await own.read('apps/v1', 'Deployment', 'drifted');
    expect(numberAt(deployment, 'spec', 'replicas')).toBe(1);
  });

  test('of replicas stay with an autoscaler, whatever the chart says', async () => {
    const scaled = chartFiles({
      files: {
        'templates/hpa.yaml': `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: {{ .Release.Name }} }
spec:
  minReplicas: 2
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ .Release.Name }} }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
`,
      },
    });
    await own.deployed('scaled', scaled, { inputs: { wait: 'true' } });
    const replicas = async () =>
      numberAt(await own.read('apps/v1', 'Deployment', 'scaled'), 'spec', 'replicas');
    await eventually(replicas, (count) => count === 2, 40_000);
    await own.deployed('scaled', scaled, v2);
    expect(await replicas()).toBe(2);
    expect(await own.imageOf('scaled')).toBe(sampleImage('v2'));
    const again = await own.deploy('scaled', scaled, v2);
    expect(again.outputs).toMatchObject({ verdict: 'unchanged', revision: '2' });
  });

  test('of a rolling update are those of the inputs', async () => {
    await own.deployed('surge', chartFiles(), {
      inputs: { 'max-surge': '2', 'max-unavailable': '0' },
    });
    const deployment = await own.read('apps/v1', 'Deployment', 'surge');
    expect(deployment).toMatchObject({
      spec: { strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } } },
    });
    expect(stringAt(deployment, 'metadata', 'labels', 'app.kubernetes.io/managed-by')).toBe('Helm');
  });
});
