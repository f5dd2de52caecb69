import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../../shared/src/json/json.ts';

/** What a release of a bench consists of. */
export interface BenchRelease {
  readonly deployments: number;
  readonly configMaps: number;
  /** What of a pod's spec brings it to its node. */
  readonly placement: JsonObject;
  /** Tells one version of the release from another. */
  readonly version?: string;
  readonly image?: string;
}

const replicas = 2;
const entries = 10;

/** The names of a release's Deployments. */
export function deploymentNames({ deployments }: Pick<BenchRelease, 'deployments'>): string[] {
  return Array.from({ length: deployments }, (_, index) => `app-${index}`);
}

/** Writes a release's objects to a file in a folder of its own, and gives the file. */
export function writeRelease(folder: string, name: string, release: BenchRelease): string {
  const objects = [
    ...Array.from({ length: release.configMaps }, (_, index) =>
      configMap(index, release.version ?? '1'),
    ),
    ...deploymentNames(release).map((each) => deployment(each, release)),
  ];
  const file = path.join(folder, name, 'release.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  return file;
}

function configMap(index: number, version: string): object {
  const data = Object.fromEntries(
    Array.from({ length: entries }, (_, entry) => [
      `SETTING_${entry}`,
      `value ${entry} of ConfigMap ${index}, as long as such values often are`,
    ]),
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `settings-${index}` },
    data: { ...data, VERSION: version },
  };
}

function deployment(name: string, { placement, version = '1', image }: BenchRelease): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...placement,
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: 'app',
              image: image ?? 'registry.test/app:1',
              env: [{ name: 'VERSION', value: version }],
              ports: [{ containerPort: 8080 }],
              readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
              resources: { requests: { cpu: '10m', memory: '16Mi' } },
            },
          ],
        },
      },
    },
  };
}
