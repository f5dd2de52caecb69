import { describe, expect, test } from '@jest/globals';
import { hostNamespaces } from '../../../src/policies/pods/host-namespaces.ts';
import { preStop } from '../../../src/policies/pods/pre-stop.ts';
import { privileged } from '../../../src/policies/pods/privileged.ts';
import { versionLabel } from '../../../src/policies/pods/version-label.ts';
import { found } from '../support/rendered.ts';
import { workload } from '../support/workloads.ts';

const plain = 'containers: [{name: web, image: web:1}]';

test.each<[string, readonly string[]]>([
  ['hostNetwork: true\nhostPID: true\nhostIPC: true', ['hostNetwork', 'hostPID', 'hostIPC']],
  ['hostPID: false\nhostIPC: null', []],
  ['hostNetwork: "true"', []],
])('namespaces of the host: %s', (fields, names) => {
  const text = workload('DaemonSet', `${fields}\n${plain}`);
  expect(found(hostNamespaces, text)).toEqual(
    names.map((name) => `DaemonSet spec.template.spec.${name} (value)`),
  );
});

test('a privileged init container is found, one that is explicitly not is fine', () => {
  const spec = `
initContainers: [{name: a, image: web:1, securityContext: {privileged: true}}]
containers: [{name: b, image: web:1, securityContext: {privileged: false}}]`;
  expect(found(privileged, workload('Job', spec))).toEqual([
    'Job spec.template.spec.initContainers.0.securityContext.privileged (value)',
  ]);
});

describe('preStop', () => {
  const serving = 'containers: [{name: web, image: web:1, ports: [{containerPort: 80}]}]';
  const missing = 'spec.template.spec.containers.0.lifecycle.preStop (missing)';
  const service = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web:1}]}`;
  test.each<[string, string, readonly string[]]>([
    ['a container with ports', workload('Deployment', serving), [`Deployment ${missing}`]],
    ['a Service without ports in the container', service, [`Deployment ${missing}`]],
    ['a worker', workload('Deployment', plain), []],
    ['a StatefulSet', workload('StatefulSet', serving), []],
    ['a hook', workload('Deployment', serving, { hook: 'pre-install' }), []],
    ['Recreate', `${workload('Deployment', serving)}\n  strategy: {type: Recreate}`, []],
    [
      'RollingUpdate',
      `${workload('Deployment', serving)}\n  strategy: {type: RollingUpdate}`,
      [`Deployment ${missing}`],
    ],
    [
      'a hook that does nothing',
      workload('Deployment', serving.replace('ports', 'lifecycle: {preStop: {}}, ports')),
      [`Deployment ${missing}`],
    ],
    [
      'a hook',
      workload(
        'Deployment',
        serving.replace('ports', 'lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}, ports'),
      ),
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(preStop, text)).toEqual(expected);
  });
});

describe('version labels', () => {
  const labelled = (kind: string, own: string, pods: string, annotations = '{}'): string => `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: web, labels: ${own}, annotations: ${annotations}}
spec: {template: {metadata: {labels: ${pods}}, spec: {containers: [{name: web, image: web:1}]}}}`;
  const v1 = '{app.kubernetes.io/version: v1}';
  const own = 'metadata.labels.app.kubernetes.io/version';
  const pods = 'spec.template.metadata.labels.app.kubernetes.io/version';
  test.each<[string, string, readonly string[]]>([
    ['on both', labelled('Deployment', v1, v1), []],
    ['on none', labelled('StatefulSet', '{}', '{}'), [`${own} (missing)`, `${pods} (missing)`]],
    ['only on the workload', labelled('DaemonSet', v1, '{}'), [`${pods} (missing)`]],
    [
      'an empty one',
      labelled('Deployment', v1, '{app.kubernetes.io/version: ""}'),
      [`${pods} (missing)`],
    ],
    ['two', labelled('Deployment', v1, '{app.kubernetes.io/version: v2}'), [`${pods} (value)`]],
    ['a Job', labelled('Job', '{}', '{}'), []],
    ['a hook', labelled('Deployment', '{}', '{}', '{helm.sh/hook: pre-install}'), []],
  ])('%s', (_, text, paths) => {
    expect(found(versionLabel, text)).toEqual(
      paths.map((path) => expect.stringContaining(` ${path}`)),
    );
  });
});
