import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { testCluster } from './test-cluster.ts';

/** How an application of a test differs from the plain one. */
export interface TestApplication {
  readonly name: string;
  /** Tag of the sample application's image. */
  readonly tag: string;
  readonly replicas?: number;
  /** Names of ConfigMaps that the pods take their environment from. */
  readonly environmentFrom?: readonly string[];
  /** What of the pods' spec brings them to a certain node. */
  readonly placement?: JsonObject;
}

/** A workspace that holds `files`, by path. */
export function workspaceWith(files: Readonly<Record<string, string | readonly object[]>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-workspace-'));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      typeof content === 'string'
        ? content
        : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: content }),
    );
  }
  return folder;
}

/** The full name of a version of the sample application. */
export function sampleImage(tag: string): string {
  return `${testCluster().registry}/podinfo:${tag}`;
}

/** A Deployment and a Service of the sample application, quick to start and to end. */
export function application(app: TestApplication): readonly object[] {
  const labels = { app: app.name };
  const environmentFrom = (app.environmentFrom ?? []).map((name) => ({ configMapRef: { name } }));
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: app.name },
      spec: {
        replicas: app.replicas ?? 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            ...app.placement,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: 'podinfo',
                image: sampleImage(app.tag),
                ports: [{ name: 'http', containerPort: 9898 }],
                readinessProbe: { httpGet: { path: '/readyz', port: 'http' }, periodSeconds: 1 },
                envFrom: environmentFrom,
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: app.name },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
  ];
}

/** A ConfigMap of text. */
export function configMap(name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}
