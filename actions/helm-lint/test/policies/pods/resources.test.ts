import { describe, expect, test } from '@jest/globals';
import { resourceLimits } from '../../../src/policies/pods/resource-limits.ts';
import { resourceRequests } from '../../../src/policies/pods/resource-requests.ts';
import { containerExample } from '../../../src/policies/examples.ts';
import { found } from '../support/rendered.ts';
import { workload } from '../support/workloads.ts';

describe('what a container says of its resources', () => {
  test.each<[string, string | undefined, boolean]>([
    ['{}', 'requests', true],
    ['', 'requests', true],
    ['{requests: {cpu: 1, memory: 1Gi}}', undefined, true],
    ['{requests: {cpu: 1}, limits: {memory: 1Gi}}', undefined, false],
    ['{limits: {cpu: 1, memory: 1Gi}}', undefined, false],
    ['{limits: {memory: 1Gi}}', 'requests.cpu', false],
    ['{requests: {memory: 1Gi}}', 'requests.cpu', true],
    ['{requests: {cpu: 1}}', 'requests.memory', true],
    ['{requests: {cpu: 0, memory: 0}, limits: {memory: 0}}', undefined, false],
    ['{requests: {cpu: null, memory: ""}, limits: {memory: null}}', 'requests', true],
  ])('resources: %s', (resources, unrequested, isUnlimited) => {
    const text = containerExample(`image: web:1\nresources: ${resources}`);
    const path = 'Deployment spec.template.spec.containers.0.resources';
    const requests = unrequested === undefined ? [] : [`${path}.${unrequested} (missing)`];
    expect(found(resourceRequests, text)).toEqual(requests);
    expect(found(resourceLimits, text)).toEqual(
      isUnlimited ? [`${path}.limits.memory (missing)`] : [],
    );
  });
});

describe('which containers', () => {
  const plain = 'containers: [{name: web, image: web:1}]';
  const init = '{name: init, image: web:1}';
  test.each<[string, string, readonly string[]]>([
    ['DaemonSet', workload('DaemonSet', plain), ['spec.template.spec.containers.0']],
    ['Job', workload('Job', plain), ['spec.template.spec.containers.0']],
    ['CronJob', workload('CronJob', plain), ['spec.jobTemplate.spec.template.spec.containers.0']],
    ['Pod', workload('Pod', plain), ['spec.containers.0']],
    ['a hook', workload('Job', plain, { hook: 'pre-upgrade' }), []],
    ['a test', workload('Pod', plain, { hook: 'test' }), []],
    ['a custom resource', workload('Rollout', plain), []],
    [
      'not init containers, but sidecars',
      workload(
        'Deployment',
        `initContainers: [${init}, {name: log, image: web:1, restartPolicy: Always}]\ncontainers: []`,
      ),
      ['spec.template.spec.initContainers.1'],
    ],
    [
      'none where the whole pod has them',
      workload('Deployment', `resources: {limits: {cpu: 1, memory: 1Gi}}\n${plain}`),
      [],
    ],
  ])('%s', (_, text, paths) => {
    const ends = (end: string): readonly unknown[] =>
      paths.map((path) => expect.stringContaining(`${path}.${end} (`));
    expect(found(resourceRequests, text)).toEqual(ends('resources.requests'));
    expect(found(resourceLimits, text)).toEqual(ends('resources.limits.memory'));
  });
});
