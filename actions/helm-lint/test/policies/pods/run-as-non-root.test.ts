import { describe, expect, test } from '@jest/globals';
import { runAsNonRoot } from '../../../src/policies/pods/run-as-non-root.ts';
import { found, messages } from '../support/rendered.ts';
import { workload } from '../support/workloads.ts';

/** Pods with a context of their own and containers with these contexts. */
function pods(context: string, ...containers: readonly string[]): string {
  const list = containers.map(
    (each, index) => `  - {name: c${index}, image: web:1, securityContext: ${each}}`,
  );
  return `securityContext: ${context}\ncontainers:\n${list.join('\n')}`;
}

const nonRoot = '{runAsNonRoot: true}';

describe('who a container runs as', () => {
  test.each<[string, string, readonly string[]]>([
    ['the pod forbids root', pods(nonRoot, '{}', '{}'), []],
    ['each container forbids it', pods('{}', nonRoot, nonRoot), []],
    ['a user is given', pods('{runAsUser: 1000}', '{}'), []],
    ['the container’s user', pods('{}', '{runAsUser: 1000}'), []],
    ['nothing is said', pods('{}', '{}', '{}'), ['securityContext.runAsNonRoot (missing)']],
    [
      'one of them says nothing',
      pods('{}', nonRoot, '{}'),
      ['containers.1.securityContext.runAsNonRoot (missing)'],
    ],
    [
      'the container takes it back',
      pods(nonRoot, '{runAsNonRoot: false}', '{}'),
      ['containers.0.securityContext.runAsNonRoot (value)'],
    ],
    [
      'the pod allows root',
      pods('{runAsNonRoot: false}', '{}'),
      ['securityContext.runAsNonRoot (value)'],
    ],
    ['the pod allows root, no container is it', pods('{runAsNonRoot: false}', nonRoot), []],
    ['the pod’s user is root', pods('{runAsUser: 0}', '{}'), ['securityContext.runAsUser (value)']],
    [
      'the container’s user is root',
      pods('{runAsUser: 1000, runAsNonRoot: true}', '{runAsUser: 0}'),
      ['containers.0.securityContext.runAsUser (value)'],
    ],
    [
      'root in the pod, another user in the container',
      pods('{runAsUser: 0}', '{runAsUser: 7}'),
      [],
    ],
    ['Windows', `os: {name: windows}\n${pods('{}', '{}')}`, []],
    ['nodes with Windows', `nodeSelector: {kubernetes.io/os: windows}\n${pods('{}', '{}')}`, []],
    ['a user namespace of its own', `hostUsers: false\n${pods('{}', '{}')}`, []],
    ['no container', 'securityContext: {}', []],
  ])('%s', (_, spec, paths) => {
    expect(found(runAsNonRoot, workload('Deployment', spec))).toEqual(
      paths.map((path) => `Deployment spec.template.spec.${path}`),
    );
  });
});

test('init containers count too', () => {
  const spec = `
initContainers: [{name: init, image: web:1}]
containers: [{name: web, image: web:1, securityContext: {runAsNonRoot: true}}]`;
  expect(found(runAsNonRoot, workload('CronJob', spec))).toEqual([
    'CronJob spec.jobTemplate.spec.template.spec.initContainers.0.securityContext.runAsNonRoot (missing)',
  ]);
});

test('the message names all containers that the pod’s own context would be for', () => {
  expect(messages(runAsNonRoot, workload('Deployment', pods('{}', '{}', '{}')))).toEqual([
    'nothing keeps containers from running as root: c0, c1',
  ]);
});

test('a user that the pod forbids is said to never start', () => {
  expect(messages(runAsNonRoot, workload('Deployment', pods(nonRoot, '{runAsUser: 0}')))).toEqual([
    'container c0 runs as user 0, root, which runAsNonRoot forbids: it never starts',
  ]);
});
