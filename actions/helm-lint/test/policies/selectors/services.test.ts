import { describe, expect, test } from '@jest/globals';
import { serviceSelectsNone } from '../../../src/policies/selectors/service-selects-none.ts';
import { serviceTargetPort } from '../../../src/policies/selectors/service-target-port.ts';
import { found, messages } from '../support/rendered.ts';

function service(spec: string, namespace = ''): string {
  return `apiVersion: v1
kind: Service
metadata: {name: web, namespace: "${namespace}"}
spec: ${spec}`;
}

function deployment(name: string, labels: string, port = 'http', namespace = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: "${namespace}"}
spec:
  template:
    metadata: {labels: ${labels}}
    spec:
      initContainers:
        - {name: log, image: log:1, restartPolicy: Always, ports: [{name: logs, containerPort: 90}]}
        - {name: init, image: init:1, ports: [{name: init, containerPort: 91}]}
      containers: [{name: web, image: web:1, ports: [{name: ${port}, containerPort: 80}]}]`;
}

const all = (...texts: readonly string[]): string => texts.join('\n---\n');
const web = deployment('web', '{app: web, tier: front}');

describe('what a Service selects', () => {
  test.each<[string, string, readonly string[]]>([
    ['its pods', all(web, service('{selector: {app: web}}')), []],
    ['pods by all labels', all(web, service('{selector: {app: web, tier: front}}')), []],
    ['nothing', all(web, service('{selector: {app: wbe}}')), ['Service spec.selector.app (value)']],
    [
      'nothing for one label',
      all(web, service('{selector: {app: web, tier: back}}')),
      ['Service spec.selector.tier (value)'],
    ],
    ['no selector', all(web, service('{ports: []}')), []],
    ['an empty selector', all(web, service('{selector: {}}')), []],
    ['a name elsewhere', all(web, service('{type: ExternalName, selector: {app: x}}')), []],
    [
      'no pods at all',
      service('{selector: {app: web, tier: front}}'),
      ['Service spec.selector (value)'],
    ],
    [
      'pods of another namespace',
      all(deployment('web', '{app: web}', 'http', 'a'), service('{selector: {app: web}}', 'b')),
      ['Service spec.selector.app (value)'],
    ],
    [
      'pods of the release’s namespace',
      all(deployment('web', '{app: web}', 'http', 'a'), service('{selector: {app: web}}')),
      [],
    ],
    ['pods of the cluster itself', service('{selector: {k8s-app: kube-dns}}', 'kube-system'), []],
    [
      'pods of a custom resource',
      all(
        'apiVersion: example.com/v1\nkind: Site\nmetadata: {name: site}\nspec: {pods: {labels: {app: web}}}',
        service('{selector: {app: web}}'),
      ),
      [],
    ],
    [
      'a Knative service, which is another kind',
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: x}}',
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(serviceSelectsNone, text)).toEqual(expected);
  });

  test('the message names the workload that is nearest', () => {
    const text = all(
      deployment('api', '{app: api, tier: back, zone: a}'),
      deployment('web', '{app: web, tier: front, zone: a}'),
      service('{selector: {app: web, tier: frnt, zone: a}}'),
    );
    expect(messages(serviceSelectsNone, text)).toEqual([
      'no pod of the chart has app=web, tier=frnt, zone=a; Deployment web differs in tier',
    ]);
  });
});

describe('named target ports', () => {
  test.each<[string, readonly string[]]>([
    ['http', []],
    ['logs', []],
    ['80', []],
    ['"80"', []],
    ['8080', []],
    ['htpp', ['no container of Deployment web has a port named htpp (did you mean http?)']],
    ['init', ['no container of Deployment web has a port named init']],
  ])('%s', (target, expected) => {
    const text = all(
      web,
      service(`{selector: {app: web}, ports: [{port: 80, targetPort: ${target}}]}`),
    );
    expect(messages(serviceTargetPort, text)).toEqual(expected);
  });

  test('one of several workloads is enough, and no workload is another rule', () => {
    const port = '{selector: {app: web}, ports: [{port: 80, targetPort: admin}]}';
    const other = deployment('admin', '{app: web}', 'admin');
    expect(found(serviceTargetPort, all(web, other, service(port)))).toEqual([]);
    expect(found(serviceTargetPort, service(port))).toEqual([]);
    expect(found(serviceTargetPort, all(web, service(port)))).toEqual([
      'Service spec.ports.0.targetPort (value)',
    ]);
  });
});
