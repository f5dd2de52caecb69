import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { numberAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { writeAs } from './support/other-manager.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';

let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-objects');
});

afterAll(async () => {
  await own.close();
});

describe('objects of other kinds', () => {
  test('brings a definition and its objects in one release', async () => {
    const group = `${own.namespace}.example.com`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `widgets.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer' } } },
            },
          },
        ],
      },
    };
    const widget = { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'w' }, size: 3 };
    try {
      await own.deployed('widgets', [widget, definition]);
      expect(await own.read(`${group}/v1`, 'Widget', 'w')).toMatchObject({ size: 3 });
    } finally {
      const reference = { ...definition, name: definition.metadata.name };
      await own.cluster.delete(reference, { signal: deadline() });
    }
  });

  test('a finished Job is unchanged, another spec of it runs anew', async () => {
    const job = (...command: string[]): object => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'once', image: sampleImage('v1'), command }],
          },
        },
      },
    });
    await own.deployed('once', [job('/bin/busybox', 'true')]);
    const first = await own.read('batch/v1', 'Job', 'once');
    const again = await own.deploy('once', [job('/bin/busybox', 'true')]);
    expect(again.outputs.verdict).toBe('unchanged');
    const other = await own.deployed('once', [job('/bin/busybox', 'echo', 'more')]);
    expect(other.outputs.changes).toBe('{"created":0,"updated":1,"unchanged":0,"deleted":0}');
    const second = await own.read('batch/v1', 'Job', 'once');
    expect(second?.metadata.uid).not.toBe(first?.metadata.uid);
    expect(numberAt(second, 'status', 'succeeded')).toBe(1);
  });

  test('makes the namespace when it is told to', async () => {
    const namespace = `${own.namespace}-made`;
    const refused = await own.deploy('made', [configMap('made', {})], { namespace });
    expect(refused.outputs.verdict).toBe('failed');
    expect(refused.outputs.reason).toContain(`namespace ${namespace} does not exist`);
    try {
      const run = await own.deploy('made', [configMap('made', {})], {
        namespace,
        'create-namespace': 'true',
      });
      expect(run.outputs.verdict).toBe('deployed');
    } finally {
      const reference = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
      await own.cluster.delete(reference, { signal: deadline() });
    }
  });

  test('leaves the replicas of an autoscaler alone', async () => {
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: {
        minReplicas: 1,
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
          },
        ],
      },
    };
    const app = { name: 'scaled', tag: 'v1', replicas: 1 };
    await own.deploy('scaled', [...application(app), autoscaler], { wait: 'false' });
    await writeAs('kube-controller-manager', {
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/${own.namespace}/deployments/scaled/scale`,
      body: { spec: { replicas: 2 } },
    });
    const run = await own.deploy('scaled', [...application({ ...app, tag: 'v2' }), autoscaler], {
      wait: 'false',
    });
    expect(run.outputs.verdict).toBe('deployed');
    const object = await own.read('apps/v1', 'Deployment', 'scaled');
    expect(numberAt(object, 'spec', 'replicas')).toBe(2);
  });
});
