import { describe, expect, test } from '@jest/globals';
import { livenessProbe } from '../../../src/policies/pods/liveness-probe.ts';
import { readinessProbe } from '../../../src/policies/pods/readiness-probe.ts';
import { startupProbe } from '../../../src/policies/pods/startup-probe.ts';
import { containerExample } from '../../../src/policies/examples.ts';
import { found, messages } from '../support/rendered.ts';
import { workload } from '../support/workloads.ts';

const probe = '{httpGet: {path: /, port: 80}}';
const plain = '{name: web, image: web:1}';

describe('which containers need probes', () => {
  test.each<[string, string, readonly string[]]>([
    ['Deployment', workload('Deployment', `containers: [${plain}]`), ['containers.0']],
    ['StatefulSet', workload('StatefulSet', `containers: [${plain}]`), ['containers.0']],
    ['DaemonSet', workload('DaemonSet', `containers: [${plain}]`), ['containers.0']],
    ['Job', workload('Job', `containers: [${plain}]`), []],
    ['CronJob', workload('CronJob', `containers: [${plain}]`), []],
    ['a Pod', workload('Pod', `containers: [${plain}]`), ['containers.0']],
    ['a Pod that ends', workload('Pod', `restartPolicy: Never\ncontainers: [${plain}]`), []],
    ['a hook', workload('Deployment', `containers: [${plain}]`, { hook: 'pre-install' }), []],
    ['a test', workload('Pod', `containers: [${plain}]`, { hook: 'test' }), []],
    ['a custom resource', workload('Rollout', `containers: [${plain}]`), []],
    [
      'init containers and sidecars',
      workload(
        'Deployment',
        `initContainers: [${plain}, {name: log, image: log:1, restartPolicy: Always}]\ncontainers: []`,
      ),
      [],
    ],
    [
      'a helper beside a container with ports',
      workload(
        'Deployment',
        `containers: [${plain}, {name: api, image: api:1, ports: [{containerPort: 80}]}]`,
      ),
      ['containers.1'],
    ],
    [
      'all, where none has ports',
      workload('Deployment', `containers: [${plain}, {name: api, image: api:1}]`),
      ['containers.0', 'containers.1'],
    ],
  ])('%s', (_, text, containers) => {
    const paths = (field: string): readonly unknown[] =>
      containers.map((each) => expect.stringMatching(`${each}.${field} \\(missing\\)$`));
    expect(found(readinessProbe, text)).toEqual(paths('readinessProbe'));
    expect(found(livenessProbe, text)).toEqual(paths('livenessProbe'));
    expect(found(startupProbe, text)).toEqual([]);
  });
});

describe('what counts as a probe', () => {
  test.each<[string, string, boolean]>([
    ['one that asks', `readinessProbe: ${probe}`, true],
    ['null, as an empty value renders it', 'readinessProbe:', false],
    ['an empty one', 'readinessProbe: {}', false],
    ['another one', `livenessProbe: ${probe}`, false],
  ])('%s', (_, fields, isEnough) => {
    const text = containerExample(`image: web:1\n${fields}`);
    expect(found(readinessProbe, text)).toHaveLength(isEnough ? 0 : 1);
  });
});

describe('how long a container may start before its livenessProbe ends it', () => {
  test.each<[string, number | undefined]>([
    ['{}', undefined],
    ['{periodSeconds: 5}', 15],
    ['{periodSeconds: 5, initialDelaySeconds: 15}', undefined],
    ['{periodSeconds: 5, initialDelaySeconds: 0}', 15],
    ['{periodSeconds: 5, failureThreshold: 6}', undefined],
    ['{failureThreshold: 1, initialDelaySeconds: 19}', 29],
  ])('%s', (timing, seconds) => {
    const timed = probe.replace('{', `{${timing.slice(1, -1)}${timing === '{}' ? '' : ', '}`);
    const text = containerExample(`image: web:1\nlivenessProbe: ${timed}`);
    const message = `container web has no startupProbe, so its livenessProbe ends it when it is not up within ${seconds ?? 0} s`;
    expect(messages(startupProbe, text)).toEqual(seconds === undefined ? [] : [message]);
  });
});
