import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { deadline } from './support/deadline.ts';
import { sampleImage, workspaceWith } from './support/manifest-folder.ts';
import { testCluster } from './support/test-cluster.ts';

let own: ChartNamespace;

beforeAll(async () => {
  own = await chartNamespace('chart-sources');
});

afterAll(async () => {
  await own.close();
});

describe('a chart in a registry', () => {
  let address: string;

  beforeAll(async () => {
    const archives = mkdtempSync(path.join(tmpdir(), 'kube-delivery-archives-'));
    const registry = `oci://${testCluster().registry}/${own.namespace}`;
    for (const version of ['1.0.0', '1.1.0']) {
      const folder = workspaceWith(chartFiles({ version }));
      await own.helm('package', folder, '--destination', archives);
      const archive = path.join(archives, `shop-${version}.tgz`);
      await own.helm('push', archive, registry, '--plain-http');
    }
    address = `${registry}/shop`;
  });

  test('is deployed at the version that was asked for, else at the newest', async () => {
    const first = await own.deployed(
      'remote',
      {},
      {
        inputs: { chart: address, 'chart-version': '1.0.0', images: sampleImage('v2') },
      },
    );
    expect(first.outputs.images).toBe(JSON.stringify([sampleImage('v2')]));
    await own.deployed('remote', {}, { inputs: { chart: address } });
    expect((await own.helmHistory('remote')).map(({ chart }) => chart)).toEqual([
      'shop-1.0.0',
      'shop-1.1.0',
    ]);
  });

  test('ends invalid where the registry has none of that name or version', async () => {
    const noVersion = await own.deploy(
      'gone',
      {},
      {
        inputs: { chart: address, 'chart-version': '9.9.9' },
      },
    );
    expect(noVersion.outputs.verdict).toBe('invalid');
    expect(noVersion.outputs.reason).toMatch(/^chart: oci:.*shop 9\.9\.9 could not be found: /);
    const noName = await own.deploy('gone', {}, { inputs: { chart: `${address}-none` } });
    expect(noName.outputs.verdict).toBe('invalid');
    expect(noName.outputs.reason).toMatch(/^chart: oci:.*shop-none could not be found: /);
  });

  test('ends failed where the registry cannot be reached', async () => {
    const run = await own.deploy('gone', {}, { inputs: { chart: 'oci://127.0.0.1:9/none/shop' } });
    expect(run.outputs.verdict).toBe('failed');
    expect(run.outputs.reason).toMatch(
      /the chart oci:\/\/127\.0\.0\.1:9\/none\/shop could not be fetched: .*refused/,
    );
  });
});

test('a chart gets the dependencies that its folder lacks', async () => {
  const chart = chartFiles({
    files: {
      'Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{ name: extra, version: 0.1.0, repository: "file://../extra" }]\n',
    },
  });
  const run = await own.deployed('depends', chart, {
    files: {
      'charts/extra/Chart.yaml': 'apiVersion: v2\nname: extra\nversion: 0.1.0\n',
      'charts/extra/templates/extra.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }}-extra }\n',
    },
  });
  expect(run.stdout).toContain('Fetching what chart shop depends on: extra');
  expect((await own.read('v1', 'ConfigMap', 'depends-extra'))?.metadata.name).toBe('depends-extra');
});

describe('a chart that brings kinds of its own', () => {
  const group = `e2e-${randomBytes(3).toString('hex')}.kube-delivery.dev`;
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
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      ],
    },
  };
  const chart = chartFiles({
    files: {
      'crds/widget.yaml': JSON.stringify(definition),
      'templates/widget.yaml': `apiVersion: ${group}/v1\nkind: Widget\nmetadata: { name: {{ .Release.Name }} }\nspec: { size: {{ .Values.replicas }} }\n`,
    },
  });

  afterAll(async () => {
    const { apiVersion, kind, metadata } = definition;
    await own.cluster.delete({ apiVersion, kind, name: metadata.name }, { signal: deadline() });
  });

  test('is planned before they are there, and makes them first', async () => {
    const plan = await own.deploy('kinds', chart, { inputs: { 'dry-run': 'true' } });
    expect(plan.outputs).toMatchObject({
      verdict: 'planned',
      changes: '{"created":5,"updated":0,"unchanged":0,"deleted":0}',
    });
    expect(
      await own.read(definition.apiVersion, definition.kind, definition.metadata.name),
    ).toBeUndefined();
    const run = await own.deployed('kinds', chart);
    expect(run.outputs.changes).toBe('{"created":4,"updated":0,"unchanged":0,"deleted":0}');
    expect((await own.read(`${group}/v1`, 'Widget', 'kinds'))?.spec).toEqual({ size: 1 });
    const again = await own.deploy('kinds', chart);
    expect(again.outputs.verdict).toBe('unchanged');
  });
});
